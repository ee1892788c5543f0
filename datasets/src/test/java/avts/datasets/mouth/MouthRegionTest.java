package avts.datasets.mouth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Regions as typed. */
class MouthRegionTest {

  private static Box box(String text, int width, int height) throws MouthException {
    return ((MouthRegion.Fixed) MouthRegion.parse(text)).in(width, height);
  }

  @Test
  void pixelsPartsAndWords() throws MouthException {
    assertEquals(new MouthRegion.Faces(), MouthRegion.parse("faces"));
    assertEquals(new Box(0, 0, 360, 288), box("given", 360, 288));
    assertEquals(new Box(100, 180, 90, 70), box("100,180,90,70", 360, 288));
    assertEquals(new Box(90, 144, 180, 72), box("0.25, 0.5, 0.5, 0.25", 360, 288));
    assertEquals(new Box(0, 0, 1, 1), box("0,0,1,1", 360, 288), "whole numbers are pixels");
  }

  @Test
  void refusesWhatIsNoBoxInThePicture() {
    for (String text :
        new String[] {
          "",
          "face",
          "1,2,3",
          "1,2,3,4,5",
          "a,1,1,1",
          "-1,0,5,5",
          "0.5,0,0.6,1",
          "0,0,0,0",
          "NaN,0,1,1"
        }) {
      assertThrows(IllegalArgumentException.class, () -> MouthRegion.parse(text), text);
    }
    String message =
        String.valueOf(
            assertThrows(MouthException.class, () -> box("300,200,100,80", 360, 288)).getMessage());
    assertTrue(message.contains("300.0,200.0,100.0,80.0 lies outside of the picture of 360 x 288"));
    assertThrows(
        IllegalArgumentException.class, () -> new MouthConfig(MouthRegion.given(), 95, 72, 0.5));
    assertThrows(
        IllegalArgumentException.class, () -> new MouthConfig(MouthRegion.given(), 96, 72, -1));
  }
}
