package avts.datasets.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class DecoderSelfTestTest {

  @Test
  void passesHere() throws Exception {
    List<DecoderSelfTest.Result> results = DecoderSelfTest.run();
    assertEquals(3, results.size());
    for (DecoderSelfTest.Result result : results) {
      assertTrue(result.passed(), result.toString());
    }
  }

  @Test
  void aFrameOrAMillisecondIsAFailure() {
    assertTrue(new DecoderSelfTest.Result("file", 0, 999).passed());
    assertFalse(new DecoderSelfTest.Result("file", 1, 0).passed());
    assertFalse(new DecoderSelfTest.Result("file", 0, 1000).passed());
  }
}
