package avts.transfer.feature;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.signal.FeatureTrack;
import avts.datasets.take.GrayVideo;
import avts.datasets.take.Take;
import avts.pretrain.take.BlockMean;
import avts.pretrain.take.PrincipalComponents;
import avts.pretrain.take.TakeMedia;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FeaturesTest {

  private static GrayVideo video(int frames, int height, int width, float... values) {
    return new GrayVideo(values, frames, height, width, 25);
  }

  private static TakeMedia media(List<GrayVideo> pictures, List<FeatureTrack> sounds) {
    List<Take> takes = new ArrayList<>();
    for (int i = 0; i < pictures.size(); i++) {
      takes.add(new Take("t" + i, "A", i < 2 ? "Ann" : "Bob", i + 1));
    }
    return new TakeMedia(takes, pictures.stream().map(Optional::of).toList(), sounds);
  }

  private static FeatureTrack sound(float... values) {
    return new FeatureTrack(values, values.length, 1, 0.02);
  }

  @Test
  void picturesAreAveragedOverAreas() {
    GrayVideo small = BlockMean.of(video(1, 3, 2, 1, 2, 3, 4, 5, 6), 2, 1);
    // rows of one and a half: (1.5 + 0.5 * 3.5) / 1.5 and (0.5 * 3.5 + 5.5) / 1.5
    assertArrayEquals(new float[] {13f / 6, 29f / 6}, small.values(), 1e-6f);
    float[] same = {1, 2, 3, 4, 5, 6};
    assertArrayEquals(same, BlockMean.of(video(1, 3, 2, same), 3, 2).values(), 1e-6f);
    assertThrows(IllegalArgumentException.class, () -> BlockMean.of(video(1, 3, 2, same), 4, 2));
  }

  @Test
  void stepsLieEvenlyOverATakeAndLoseItsMean() {
    TakeMedia media = media(List.of(video(4, 1, 1, 0, 10, 20, 30)), List.of(sound(1, 2)));
    VideoFeatureConfig plain =
        new VideoFeatureConfig(2, 1, 1, false, SpeakerNorm.NONE, 0, false, 0);
    // the middles of the halves lie between pictures 0 and 1, and 2 and 3
    assertArrayEquals(
        new float[] {5, 25},
        VideoFeatures.fit(media, plain, List.of(0)).of(media).of(List.of(0)),
        1e-5f);
    VideoFeatureConfig centred =
        new VideoFeatureConfig(2, 1, 1, true, SpeakerNorm.NONE, 0, false, 1);
    StepVectors vectors = VideoFeatures.fit(media, centred, List.of(0)).of(media);
    assertEquals(3, vectors.width());
    assertArrayEquals(new float[] {-10, -10, 10, -10, 10, 10}, vectors.of(List.of(0)), 1e-5f);
  }

  @Test
  void speakersAreStandardisedByTheirKnownTakesAlone() {
    TakeMedia media =
        media(
            List.of(video(1, 1, 1, 1), video(1, 1, 1, 3), video(1, 1, 1, 9)),
            List.of(sound(1), sound(1), sound(1)));
    VideoFeatureConfig config =
        new VideoFeatureConfig(1, 1, 1, false, SpeakerNorm.STANDARDISE, 0, false, 0);
    // Ann's known takes are 1 and 3; Bob has none, so that he gets Ann's mean and deviation
    assertArrayEquals(
        new float[] {-1, 1, 7},
        VideoFeatures.fit(media, config, List.of(0, 1)).of(media).of(List.of(0, 1, 2)),
        1e-5f);
  }

  @Test
  void whitenedComponentsAreUncorrelatedWithDeviationOne() {
    SplittableRandom random = new SplittableRandom(1);
    List<float[]> rows = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      float a = (float) random.nextGaussian();
      float b = (float) random.nextGaussian();
      rows.add(new float[] {3 * a + 1, 3 * a + b, 5, 2 * b - a});
    }
    PrincipalComponents components = new PrincipalComponents(rows, 4, 4, true);
    assertEquals(2, components.count()); // two sources, four values
    double[][] products = new double[2][2];
    for (float[] row : rows) {
      float[] found = components.apply(row);
      for (int i = 0; i < 2; i++) {
        for (int j = 0; j < 2; j++) {
          products[i][j] += found[i] * found[j] / 200.0;
        }
      }
    }
    assertEquals(1, products[0][0], 1e-4);
    assertEquals(0, products[0][1], 1e-4);
    assertEquals(1, products[1][1], 1e-4);
  }

  @Test
  void soundIsTakenOverTheSpokenPartAndAtTheMomentsOfThePictures() {
    // loud in vectors 4 to 7 of 0 to 9; four pictures of 40 ms last 8 vectors of 20 ms
    FeatureTrack sound = sound(0, 0, 0, 1, 8, 9, 10, 8, 0, 0);
    TakeMedia media = media(List.of(video(4, 1, 1, 0, 0, 0, 0)), List.of(sound));
    AudioFeatureConfig config = new AudioFeatureConfig(6, 0, SpeakerNorm.NONE, 0, false, 0, 0.5);
    AudioFeatures features = AudioFeatures.fit(media, config, 2, List.of(0));
    assertArrayEquals(new float[] {1, 8, 9, 10, 8, 0}, features.spoken().of(List.of(0)), 1e-5f);
    // the middles of 0 to 3 and 4 to 7
    assertArrayEquals(new float[] {0, 9.5f}, features.aligned().of(List.of(0)), 1e-5f);
    AudioFeatureConfig whole = new AudioFeatureConfig(10, 0, SpeakerNorm.NONE, 0, false, -1, 0.5);
    assertArrayEquals(
        sound.values(),
        AudioFeatures.fit(media, whole, 2, List.of(0)).spoken().of(List.of(0)),
        1e-5f);
  }

  @Test
  void valuesThatAreNotThereAreRefused() {
    TakeMedia media = media(List.of(video(1, 1, 1, 0)), List.of(sound(1)));
    IllegalArgumentException error =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                AudioFeatures.fit(
                    media,
                    new AudioFeatureConfig(6, 0, SpeakerNorm.NONE, 0, false, 12, 0.5),
                    2,
                    List.of(0)));
    assertTrue(String.valueOf(error.getMessage()).contains("energy 12"));
    assertThrows(
        IllegalArgumentException.class,
        () -> new VideoFeatureConfig(0, 1, 1, false, SpeakerNorm.NONE, 0, false, 0));
  }

  /** Rows in a plane of three-dimensional space keep their distances; what lies off it is lost. */
  @Test
  void thePlaneKeepsDistancesOfRowsThatLieInOne() {
    float[] rows = {1, 2, 0, 4, -1, 0, -3, 0, 0, 2, 2, 0, -4, -3, 0};
    Plane plane = Plane.of(rows, 5);
    List<Plane.Point> places = plane.places(rows);
    double dx = places.get(0).x() - places.get(1).x();
    double dy = places.get(0).y() - places.get(1).y();
    assertEquals(9 + 9, dx * dx + dy * dy, 1e-6);
    double spreadX = places.stream().mapToDouble(p -> p.x() * p.x()).sum();
    double spreadY = places.stream().mapToDouble(p -> p.y() * p.y()).sum();
    assertTrue(spreadX > spreadY);
    // sums of squares about the mean (0, 0): 46 and 18
    assertEquals(46 + 18, spreadX + spreadY, 1e-6);
    Plane.Point lifted = plane.places(new float[] {1, 2, 7}).get(0);
    assertEquals(places.get(0).x(), lifted.x(), 1e-6);
  }
}
