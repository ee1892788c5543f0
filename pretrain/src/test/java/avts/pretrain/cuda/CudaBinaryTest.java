package avts.pretrain.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CudaBinaryTest {

  private static GraphicsCard card(String capability) {
    return new GraphicsCard("card", ComputeCapability.parse(capability));
  }

  /** One card of every generation since Kepler, and the code that it runs. */
  @ParameterizedTest
  @CsvSource({
    "3.7, 3.7", // K80
    "5.0, 5.0", // GTX 750
    "5.2, 5.2", // M60
    "5.3, 5.2", // Jetson TX1
    "6.0, 6.0", // P100
    "6.1, 6.1", // GTX 1080
    "6.2, 6.1", // Jetson TX2
    "7.0, 7.0", // V100
    "7.2, 7.0", // Xavier
    "7.5, 7.5", // T4
    "8.0, 8.0", // A100
    "8.6, 8.6", // RTX 3090
    "8.7, 8.6", // Orin
    "8.9, 8.6" // L4, RTX 4090
  })
  void cardsOfTheSameGenerationRunTheHighestCodeThatFits(String card, String code) {
    assertEquals(Optional.of(ComputeCapability.parse(code)), codeFor(card));
    assertEquals(Optional.empty(), CudaBinary.refusal(card(card)));
    assertTrue(CudaBinary.describe(card(card)).contains("usable, by the machine code for " + code));
  }

  private static Optional<ComputeCapability> codeFor(String card) {
    return CudaBinary.codeFor(ComputeCapability.parse(card));
  }

  @ParameterizedTest
  @ValueSource(strings = {"9.0", "10.0", "10.3", "11.0", "12.0", "12.1", "13.0"})
  void newerGenerationsAreRefusedWithTheReason(String card) {
    assertEquals(Optional.empty(), codeFor(card));
    String reason = CudaBinary.refusal(card(card)).orElseThrow();
    assertTrue(reason.contains("compute capability " + card + ", is too new"), reason);
    assertTrue(reason.contains("3.7, 5.0, 5.2, 6.0, 6.1, 7.0, 7.5, 8.0, 8.6 and no PTX"), reason);
    assertEquals(reason, CudaBinary.describe(card(card)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"2.1", "3.0", "3.5"})
  void olderCardsAreRefused(String card) {
    assertTrue(CudaBinary.refusal(card(card)).orElseThrow().contains("is too old"));
  }

  @Test
  void capabilitiesAreOrderedByNumberNotByText() {
    assertTrue(ComputeCapability.parse("10.0").compareTo(ComputeCapability.parse("9.0")) > 0);
    assertTrue(ComputeCapability.parse("8.10").compareTo(ComputeCapability.parse("8.9")) > 0);
    assertEquals("10.3", ComputeCapability.parse("10.3").toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "8", "8.", "8.6.1", "[N/A]", "-1.0", "1234.0"})
  void whatIsNoCapabilityIsRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> ComputeCapability.parse(text));
  }
}
