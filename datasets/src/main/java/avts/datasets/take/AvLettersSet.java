package avts.datasets.take;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import avts.datasets.signal.FeatureTrack;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * AV-Letters (Matthews et al., Extraction of Visual Features for Lipreading, 2002): the letters A
 * to Z, three times from each of ten speakers, as pictures of the lips ({@code A1_Anya-lips.mat})
 * and MFCC of the sound ({@code A1_Anya.mfcc}, see {@link HtkFile}). The files may lie in any
 * folders below the one that is given.
 *
 * <p>A take without lips is sound alone where such takes are accepted, else it is left out. The
 * sound has two vectors a picture less one; takes whose count differs from that by more than
 * {@value #MOST_VECTORS_OFF} are left out.
 */
public final class AvLettersSet implements TakeSet {

  /** Speakers of the published set. */
  private static final Set<String> SPEAKERS =
      Set.of("Anya", "Bill", "Faye", "John", "Kate", "Nicola", "Stephen", "Steve", "Verity", "Yi");

  private static final Pattern NAME =
      Pattern.compile("([A-Z])([1-9])_([A-Z]+)(-lips)?\\.(mat|mfcc)", Pattern.CASE_INSENSITIVE);

  static final int MOST_VECTORS_OFF = 2;

  /** The two files of a take, either of which may be missing. */
  private static final class Files {
    private @Nullable Path lips;
    private @Nullable Path sound;
  }

  /** Size of a picture. */
  private record Size(int height, int width) {}

  /** What all takes of a set must have in common; takes of sound alone have no size. */
  private record Shape(@Nullable Size size, String kind, int dimensions, double step) {

    /** Returns whether takes of this shape may stand beside those of another. */
    boolean fits(Shape most) {
      return equals(most)
          || (size == null && equals(new Shape(null, most.kind, most.dimensions, most.step)));
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%s and %s of %d values every %s s",
          size == null ? "no pictures" : "pictures of " + size.height + " x " + size.width,
          kind,
          dimensions,
          step);
    }
  }

  /** A take with files that can be read. */
  private record Entry(Take take, @Nullable Path lips, Path sound, Shape shape) {}

  private final Map<Take, Entry> entries;
  private final List<String> problems;

  private AvLettersSet(Map<Take, Entry> entries, List<String> problems) {
    this.entries = entries;
    this.problems = problems;
  }

  /**
   * Finds the takes below {@code folder} and reads each once to see that it can be used.
   *
   * @param folder where the files lie, in any folders below
   * @param mostLeftOut largest share of the takes that may be left out because a file is missing or
   *     broken or because sound and pictures disagree, 0 to 1
   * @throws TakeException if there is no take, a take is there twice, or too many are left out
   * @throws IOException if a file cannot be read
   */
  public static AvLettersSet read(Path folder, double mostLeftOut) throws IOException {
    return read(folder, TakeOptions.usual().withMostLeftOut(mostLeftOut));
  }

  /** As {@link #read(Path, double)}, with takes of sound alone where the options accept these. */
  static AvLettersSet read(Path folder, TakeOptions options) throws IOException {
    Findings findings = new Findings();
    SortedMap<String, Files> files = find(folder, findings);
    List<Entry> readable = new ArrayList<>();
    for (Map.Entry<String, Files> found : files.entrySet()) {
      Files of = found.getValue();
      Entry entry =
          of.lips == null && of.sound != null && options.acceptsSoundAlone()
              ? soundAlone(found.getKey(), of.sound, findings)
              : check(folder, found.getKey(), of, findings);
      if (entry != null) {
        readable.add(entry);
      }
    }
    Map<Take, Entry> entries = alike(readable, findings);
    noteAbsent(files.keySet(), findings);
    return new AvLettersSet(
        entries, findings.checked(folder, entries.size(), options.mostLeftOut()));
  }

  private static SortedMap<String, Files> find(Path folder, Findings findings) throws IOException {
    SortedMap<String, Files> takes = new TreeMap<>();
    List<Path> strange = new ArrayList<>();
    for (Path file : TakeFiles.below(folder, Set.of("mat", "mfcc"))) {
      Matcher name = NAME.matcher(file.getFileName().toString());
      boolean lips = file.toString().toLowerCase(Locale.ROOT).endsWith(".mat");
      if (!name.matches() || lips != (name.group(4) != null)) {
        strange.add(file);
        continue;
      }
      String id = name.group(1).toUpperCase(Locale.ROOT) + name.group(2) + "_" + name.group(3);
      Files take = takes.computeIfAbsent(id, key -> new Files());
      Path other = lips ? take.lips : take.sound;
      if (other != null) {
        throw new TakeException(
            folder,
            "has " + id + " twice: " + other + " and " + file + "; name one of the folders");
      }
      if (lips) {
        take.lips = file;
      } else {
        take.sound = file;
      }
    }
    if (takes.isEmpty()) {
      throw new TakeException(
          folder, "no AV-Letters: no file below is named like A1_Anya-lips.mat or A1_Anya.mfcc");
    }
    if (!strange.isEmpty()) {
      findings.note(
          strange.size()
              + " files are not named as takes and are passed over: "
              + strange.get(0)
              + (strange.size() > 1 ? " and others" : ""));
    }
    return takes;
  }

  private static @Nullable Entry check(Path folder, String id, Files files, Findings findings)
      throws IOException {
    Path lips = files.lips;
    Path sound = files.sound;
    if (lips == null || sound == null) {
      findings.leaveOut(
          lips == null
              ? sound + " has no pictures: " + id + "-lips.mat is not below " + folder
              : lips + " has no sound: " + id + ".mfcc is not below " + folder);
      return null;
    }
    try {
      GrayVideo video = LipsFile.read(lips);
      HtkFile htk = HtkFile.read(sound);
      FeatureTrack track = htk.track();
      long expected =
          Math.round(video.frames() / (video.framesPerSecond() * track.stepSeconds())) - 1;
      if (Math.abs(track.vectors() - expected) > MOST_VECTORS_OFF) {
        findings.leaveOut(
            String.format(
                Locale.ROOT,
                "%s has %d vectors, %s has %d pictures, to which about %d vectors belong",
                sound,
                track.vectors(),
                lips,
                video.frames(),
                expected));
        return null;
      }
      return new Entry(
          take(id), lips, sound, shape(new Size(video.height(), video.width()), htk.kind(), track));
    } catch (TakeException e) {
      findings.leaveOut(String.valueOf(e.getMessage()));
      return null;
    }
  }

  private static @Nullable Entry soundAlone(String id, Path sound, Findings findings)
      throws IOException {
    try {
      HtkFile htk = HtkFile.read(sound);
      return new Entry(take(id).soundAlone(), null, sound, shape(null, htk.kind(), htk.track()));
    } catch (TakeException e) {
      findings.leaveOut(String.valueOf(e.getMessage()));
      return null;
    }
  }

  private static Take take(String id) {
    return new Take(id, id.substring(0, 1), id.substring(3), Integer.parseInt(id.substring(1, 2)));
  }

  private static Shape shape(@Nullable Size size, String kind, FeatureTrack track) {
    return new Shape(size, kind, track.dimensions(), track.stepSeconds());
  }

  /** Keeps the takes of the shape that most with pictures have, and sound alone of that kind. */
  private static Map<Take, Entry> alike(List<Entry> entries, Findings findings) {
    Map<Shape, Long> counts =
        entries.stream()
            .collect(
                Collectors.groupingBy(Entry::shape, LinkedHashMap::new, Collectors.counting()));
    Shape most =
        counts.entrySet().stream()
            .max(
                Comparator.<Map.Entry<Shape, Long>, Boolean>comparing(
                        shape -> shape.getKey().size != null)
                    .thenComparing(Map.Entry.comparingByValue()))
            .map(Map.Entry::getKey)
            .orElse(null);
    Map<Take, Entry> kept = new LinkedHashMap<>();
    for (Entry entry : entries) {
      if (most != null && entry.shape.fits(most)) {
        kept.put(entry.take, entry);
      } else {
        findings.leaveOut(
            (entry.lips == null ? entry.sound + " has " : entry.lips + " and its sound have ")
                + entry.shape
                + "; the others have "
                + most);
      }
    }
    return kept;
  }

  /** Says which letters, speakers and repetitions the files lack. */
  private static void noteAbsent(Set<String> ids, Findings findings) {
    TreeSet<String> letters = new TreeSet<>();
    TreeSet<String> speakers = new TreeSet<>();
    TreeSet<Integer> repetitions = new TreeSet<>();
    for (String id : ids) {
      letters.add(id.substring(0, 1));
      repetitions.add(Integer.parseInt(id.substring(1, 2)));
      speakers.add(id.substring(3));
    }
    noteMissing("letters", alphabet(), letters, findings);
    noteMissing("speakers of the published set", SPEAKERS, speakers, findings);
    for (String speaker : speakers) {
      List<String> missing = new ArrayList<>();
      for (String letter : letters) {
        for (int repetition = 1; repetition <= repetitions.last(); repetition++) {
          if (!ids.contains(letter + repetition + "_" + speaker)) {
            missing.add(letter + repetition);
          }
        }
      }
      if (!missing.isEmpty()) {
        findings.note(speaker + " has no takes " + String.join(" ", missing));
      }
    }
  }

  private static Set<String> alphabet() {
    return IntStream.rangeClosed('A', 'Z')
        .mapToObj(Character::toString)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static void noteMissing(
      String what, Set<String> published, Set<String> found, Findings findings) {
    TreeSet<String> missing = new TreeSet<>(published);
    missing.removeAll(found);
    if (!missing.isEmpty()) {
      findings.note(
          missing.size()
              + " of "
              + published.size()
              + " "
              + what
              + " are absent: "
              + String.join(" ", missing));
    }
  }

  @Override
  public String name() {
    return "avletters";
  }

  @Override
  public List<Take> takes() {
    return List.copyOf(entries.keySet());
  }

  @Override
  public List<String> problems() {
    return problems;
  }

  /**
   * {@inheritDoc}
   *
   * @return upright pictures, of one size throughout the set, at 25 a second
   */
  @Override
  public GrayVideo video(Take take) throws IOException {
    Entry entry = entry(take);
    checkArgument(entry.lips != null, "%s has no pictures: it is sound alone", entry.sound);
    return LipsFile.read(requireNonNull(entry.lips));
  }

  /**
   * {@inheritDoc}
   *
   * @return MFCC as stored, of one kind, length and step throughout the set
   */
  @Override
  public FeatureTrack sound(Take take) throws IOException {
    return HtkFile.read(entry(take).sound).track();
  }

  private Entry entry(Take take) {
    Entry entry = entries.get(take);
    checkArgument(entry != null, "%s is no take of this set", take);
    return entry;
  }
}
