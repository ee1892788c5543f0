package avts.pretrain.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import avts.datasets.media.MediaSource;
import avts.pretrain.sync.ShiftFigures.Answer;
import avts.pretrain.sync.Trial.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShiftFiguresTest {
  private static Trial trial(int file, Kind kind, double millis) {
    MediaSource source = MediaSource.of(Path.of("v.mp4"));
    SyncTrack track = new SyncTrack(source, source, 0, 1, List.of(), 0, SyncTrack.Removed.NOTHING);
    return new Trial(file, "g" + file, kind, millis, track);
  }

  @Test
  void sharesAreCountedByHand() {
    List<Answer> answers =
        List.of(
            new Answer(trial(0, Kind.SHIFTED, 100), 110, 0.95),
            new Answer(trial(0, Kind.SHIFTED, -300), -335, 0.97),
            new Answer(trial(1, Kind.SHIFTED, 50), 150, 0.92),
            new Answer(trial(1, Kind.SHIFTED, 0), 1800, 0.2),
            new Answer(trial(0, Kind.FOREIGN, 0), 0, 0.6),
            new Answer(trial(1, Kind.FOREIGN, 0), 0, 0.1),
            new Answer(trial(0, Kind.SILENT, 0), 0, 0.95));
    ShiftFigures figures = ShiftFigures.of(answers);
    assertEquals(2, figures.files());
    assertEquals(4, figures.shifts());
    assertEquals(0.25, figures.estimate().within20());
    assertEquals(0.5, figures.estimate().within40());
    assertEquals(0.5, figures.estimate().within80());
    assertEquals(0.75, figures.estimate().within200());
    // Errors 10, -35, 100, 1800: the median lies between 10 and 100, without sign 35 and 100.
    assertEquals(55, figures.estimate().medianMillis(), 1e-9);
    assertEquals(67.5, figures.estimate().medianAbsoluteMillis(), 1e-9);
    assertEquals(0.75, figures.tellsShare());
    assertEquals(0.25, figures.sureAndWrong());
    assertNotNull(figures.told());
    assertEquals(2.0 / 3, figures.told().within40(), 1e-9);
    assertEquals(
        List.of(
            new ShiftFigures.NothingToTell(Kind.FOREIGN, 2, 0.5, 0),
            new ShiftFigures.NothingToTell(Kind.SILENT, 1, 0, 1)),
        figures.nothingToTell());
    // Between 0.9 and 1: 0.95, 0.97, 0.92, 0.95, the first two right.
    Confidence.Bin last = figures.reliability().get(figures.reliability().size() - 1);
    assertEquals(new Confidence.Bin(0.9475, 0.5, 4), last);
    assertEquals(
        0.25, ShiftFigures.alwaysZero(answers.stream().map(Answer::trial).toList()).within20());
  }

  @Test
  void withoutReportsThereAreNoErrorsOfReports() {
    assertNull(ShiftFigures.of(List.of(new Answer(trial(0, Kind.SHIFTED, 1), 1, 0.1))).told());
    assertThrows(
        IllegalArgumentException.class,
        () -> ShiftFigures.of(List.of(new Answer(trial(0, Kind.STILL, 0), 0, 0))));
  }

  @Test
  void confidenceLearnsFromFilesNotFromTrials() {
    // Beliefs of nine to one that are right half of the time: the line comes down.
    List<Confidence.Case> cases =
        IntStream.range(0, 200)
            .mapToObj(i -> new Confidence.Case(i, Math.log(9), i % 2 == 0))
            .toList();
    assertEquals(0.5, Confidence.fit(cases).of(Math.log(9)), 0.02);
    // The same from one file only hardly counts.
    List<Confidence.Case> one =
        cases.stream().map(c -> new Confidence.Case(7, c.certainty(), c.right())).toList();
    double trusted = Confidence.fit(one).of(Math.log(9));
    assertEquals(0.87, trusted, 0.03);
    assertEquals(0.9, Confidence.fit(List.of()).of(Math.log(9)), 1e-9);
  }
}
