package avts.bench.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

final class QuartilesTest {

  @Test
  void quartilesAreInterpolated() {
    // Sorted 1 2 3 10: places 0.75, 1.5, 2.25 between the values.
    Quartiles quartiles = Quartiles.of(List.of(10.0, 1.0, 3.0, 2.0));

    assertEquals(new Quartiles(1.75, 2.5, 4.75, 4), quartiles);
    assertEquals("1.8..4.8", quartiles.range(1));
  }

  @Test
  void oneSlowStepDoesNotMoveThem() {
    assertEquals(
        Quartiles.of(List.of(1.0, 2.0, 3.0, 4.0, 5.0)),
        Quartiles.of(List.of(1.0, 2.0, 3.0, 4.0, 5000.0)));
  }

  @Test
  void nothingIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> Quartiles.of(List.of()));
  }
}
