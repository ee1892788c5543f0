package avts.distill.run;

import avts.datasets.media.MediaException;
import avts.datasets.random.Seeds;
import avts.datasets.random.Seeds.Purpose;
import avts.datasets.random.Shuffle;
import avts.datasets.segment.Hearing;
import avts.datasets.signal.FeatureTrack;
import avts.datasets.signal.FilterBankConfig;
import avts.distill.learn.Lesson;
import avts.distill.learn.NetworkConfig;
import avts.distill.learn.TrainedNetwork;
import avts.distill.learn.TrainedNetwork.Making;
import avts.distill.pretrained.EncodedTakes;
import avts.distill.protocol.Folds;
import avts.distill.protocol.Folds.Split;
import avts.distill.protocol.ProtocolConfig;
import avts.distill.run.DistillConfig.MakingConfig;
import avts.distill.sense.Noise;
import avts.distill.sense.SegmentedTakes;
import avts.distill.sense.SegmentedTakes.Sense;
import avts.distill.sense.Senses;
import avts.distill.student.Ear;
import avts.distill.student.Student;
import avts.distill.student.StudentOrigin;
import avts.distill.teacher.Teacher;
import avts.distill.teacher.TeacherCache;
import avts.distill.teacher.TeacherKind;
import avts.pretrain.engine.Logits;
import avts.pretrain.engine.SegmentBatch;
import avts.pretrain.engine.SegmentOutput;
import avts.pretrain.loss.ImitationConfig;
import avts.pretrain.model.SegmentShape;
import avts.pretrain.take.TakeMedia;
import avts.pretrain.train.DivergenceException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Makes the rows of one unit: same noise, same takes, same seed for all. */
final class UnitRunner {
  private final DistillConfig config;
  private final Folds folds;
  private final TakeMedia media;
  private final Unit unit;
  private final TeacherCache cache;
  private final Split split;
  private final Hearing hearing;
  private final SegmentedTakes takes;
  private final String weightsOfEncoders;
  private final List<Integer> learned;
  private final List<String> classes;
  private final Set<Integer> labelled;
  private final Map<TeacherKind, Teacher> teachers = new HashMap<>();

  /** The set, divided. */
  record Material(DistillConfig config, Folds folds, TakeMedia media) {}

  /**
   * Prepares a unit.
   *
   * @param encoded the takes by encoders that were not pretrained on the fold's test takes; null
   *     where networks hear and see the takes themselves
   */
  UnitRunner(Material set, Unit unit, TeacherCache cache, @Nullable EncodedTakes encoded)
      throws IOException, MediaException {
    config = set.config;
    folds = set.folds;
    media = set.media;
    this.unit = unit;
    this.cache = cache;
    split = folds.split(unit.fold());
    classes = folds.classes(unit.fold());
    labelled = Set.copyOf(folds.labelled(unit.fold(), unit.seed()));
    Senses senses = new Senses(media, config.senses(), split.learned());
    hearing = senses.hearing();
    Noise noise = new Noise(unit.noise(), unit.seed());
    int draws = config.protocol().draws();
    takes = encoded == null ? senses.of(noise, draws) : senses.of(noise, draws, encoded);
    weightsOfEncoders = encoded == null ? "" : encoded.weightsSha256();
    learned =
        IntStream.range(0, draws)
            .boxed()
            .flatMap(draw -> split.learned().stream().map(take -> drawn(take, draw)))
            .toList();
  }

  /** Trains a row's network, and its teacher where it is not there yet, and asks it. */
  Cell run(RowConfig row) throws IOException, DivergenceException, InterruptedException {
    if (row.kind() == RowConfig.Kind.TEACHER) {
      Teacher teacher = teacher(Objects.requireNonNull(row.teacher()));
      return cell(row, teacher.asked(), teacher.parameters());
    }
    TrainedNetwork student = student(row);
    SegmentBatch asked = takes.batch(split.asked(), List.of(Sense.HEARD));
    return cell(row, student.of(asked), student.size());
  }

  /**
   * Trains a row's student to be shipped, and its teacher where it is not there yet.
   *
   * @param bank the log filter bank that the takes' features were computed by
   */
  Student deployed(RowConfig row, FilterBankConfig bank, StudentOrigin origin)
      throws IOException, DivergenceException, InterruptedException {
    Ear ear =
        new Ear(
            bank,
            hearing,
            config.senses().segments().cut(),
            config.data().options().frameRate(),
            media.sounds().stream().mapToDouble(FeatureTrack::seconds).average().orElseThrow());
    return new Student(student(row), ear, classes, origin);
  }

  private TrainedNetwork student(RowConfig row)
      throws IOException, DivergenceException, InterruptedException {
    Making making = making(config.student(), List.of(Sense.HEARD), row.size());
    TeacherKind kind = row.teacher();
    ImitationConfig imitation = row.imitation();
    if (kind == null || imitation == null) {
      return TrainedNetwork.onLabels(making, lesson(SegmentOutput.NOTHING), seed(1));
    }
    Lesson lesson = lesson(teacher(kind).learned());
    return row.kind() == RowConfig.Kind.STAGEWISE
        ? TrainedNetwork.stagewise(making, imitation, lesson, seed(1))
        : TrainedNetwork.jointly(making, imitation, lesson, seed(1));
  }

  private Lesson lesson(SegmentOutput teacher) {
    SegmentBatch batch = takes.batch(learned, List.of(Sense.HEARD));
    return new Lesson(
        batch,
        labels(),
        config.standardiseTargets() ? Targets.standardised(teacher, batch.mask()) : teacher);
  }

  private Teacher teacher(TeacherKind kind)
      throws IOException, DivergenceException, InterruptedException {
    Teacher made = teachers.get(kind);
    if (made == null) {
      SegmentedTakes given =
          kind == TeacherKind.SHUFFLED_VIDEO ? takes.withPicturesOf(exchanged()) : takes;
      SegmentBatch told = given.batch(learned, kind.senses());
      // Asked are teachers about what really belongs together.
      SegmentBatch asked = takes.batch(split.asked(), kind.senses());
      made =
          cache.get(
              unit.name() + "-" + kind.text(),
              new TeacherCache.Takes(told, asked, weightsOfEncoders),
              () ->
                  TrainedNetwork.onLabels(
                      making(config.teacher(), kind.senses(), 1),
                      new Lesson(told, labels(), SegmentOutput.NOTHING),
                      seed(2)));
      teachers.put(kind, made);
    }
    return made;
  }

  /**
   * Exchanges training takes of the same class at random, and those of unknown class among
   * themselves; test takes keep their place.
   */
  private List<Integer> exchanged() {
    List<Integer> from = new ArrayList<>(IntStream.range(0, takes.takes().size()).boxed().toList());
    Map<String, List<Integer>> groups =
        split.learned().stream()
            .collect(
                Collectors.groupingBy(take -> labelled.contains(take) ? folds.answer(take) : ""));
    groups.forEach(
        (name, group) -> {
          List<Integer> order = new ArrayList<>(group);
          Shuffle.inPlace(
              order, new Seeds(seed(3)).generator(Purpose.PAIRS, unit.fold(), name.hashCode()));
          // A take next to itself in the shuffled circle never gets its own pictures back.
          for (int i = 0; i < order.size(); i++) {
            for (int draw = 0; draw < config.protocol().draws(); draw++) {
              from.set(drawn(order.get(i), draw), drawn(order.get((i + 1) % order.size()), draw));
            }
          }
        });
    return from;
  }

  private Making making(MakingConfig kind, List<Sense> senses, double size) {
    int heard =
        senses.stream()
            .filter(sense -> sense != Sense.SEEN)
            .mapToInt(takes::width)
            .findFirst()
            .orElse(0);
    int seen = senses.contains(Sense.SEEN) ? takes.width(Sense.SEEN) : 0;
    SegmentShape full = kind.layers().shape(takes.segments(), heard, seen, classes.size());
    NetworkConfig layers = kind.layers().scaled(size, full);
    return new Making(
        layers.shape(takes.segments(), heard, seen, classes.size()), layers, kind.learning());
  }

  private int[] labels() {
    return learned.stream()
        .map(take -> take % media.takes().size())
        .mapToInt(
            take -> labelled.contains(take) ? classes.indexOf(folds.answer(take)) : Lesson.UNKNOWN)
        .toArray();
  }

  /** Returns the number of a take under a draw of the noise, see {@link SegmentedTakes}. */
  private int drawn(int take, int draw) {
    return take + draw * media.takes().size();
  }

  private long seed(int purpose) {
    return new Seeds(unit.seed())
        .generator(Purpose.INITIALISATION, unit.fold(), purpose)
        .nextLong();
  }

  private Cell cell(RowConfig row, SegmentOutput asked, int parameters) {
    boolean verifies = config.protocol().task() == ProtocolConfig.Task.VERIFICATION;
    return new Cell(
        row.name(),
        unit.noise(),
        unit.fold(),
        unit.seed(),
        split.asked().stream().map(take -> media.takes().get(take).id()).toList(),
        split.asked().stream().map(folds::answer).toList(),
        verifies ? List.of() : told(asked),
        verifies ? TrialScores.of(folds.trials(unit.fold()), split.asked(), asked.whole()) : null,
        parameters);
  }

  private List<String> told(SegmentOutput asked) {
    return IntStream.of(Logits.answers(asked.logits(), classes.size()))
        .mapToObj(classes::get)
        .toList();
  }
}
