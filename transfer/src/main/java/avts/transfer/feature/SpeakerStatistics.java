package avts.transfer.feature;

import avts.datasets.signal.Moments;
import avts.datasets.take.Take;
import avts.pretrain.checkpoint.NamedTensor;
import avts.pretrain.checkpoint.SafetensorsReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Mean and deviation of each value over the known takes of each speaker. */
final class SpeakerStatistics {
  private static final String SPEAKER = "speaker.";
  private static final String MEAN = ".mean";
  private static final String DEVIATION = ".deviation";

  /** Stands for all speakers; no take has an empty speaker. */
  private static final String ALL = "";

  private final Map<String, Moments> speakers;

  private SpeakerStatistics(Map<String, Moments> speakers) {
    this.speakers = speakers;
  }

  /**
   * Collects statistics.
   *
   * @param rows values of all takes, any number of vectors each
   * @param width length of a vector
   * @param known takes that may be looked at
   */
  static SpeakerStatistics of(
      List<Take> takes, List<float[]> rows, int width, Collection<Integer> known) {
    Map<String, List<float[]>> bySpeaker = new TreeMap<>();
    for (int take : known) {
      for (String name : List.of(takes.get(take).speaker(), ALL)) {
        bySpeaker.computeIfAbsent(name, speaker -> new ArrayList<>()).add(rows.get(take));
      }
    }
    Map<String, Moments> speakers = new TreeMap<>();
    bySpeaker.forEach((speaker, theirs) -> speakers.put(speaker, Moments.of(theirs, width)));
    return new SpeakerStatistics(speakers);
  }

  /** Reads what {@link #tensors} gave. */
  static SpeakerStatistics read(SafetensorsReader file) throws IOException {
    Map<String, Moments> speakers = new TreeMap<>();
    for (String name : file.entries().keySet()) {
      if (name.startsWith(SPEAKER) && name.endsWith(MEAN)) {
        String speaker = name.substring(SPEAKER.length(), name.length() - MEAN.length());
        speakers.put(
            speaker, new Moments(file.read(name), file.read(SPEAKER + speaker + DEVIATION)));
      }
    }
    return new SpeakerStatistics(speakers);
  }

  /** Returns all statistics for a file. */
  List<NamedTensor> tensors() {
    List<NamedTensor> tensors = new ArrayList<>();
    speakers.forEach(
        (speaker, moments) -> {
          List<Integer> shape = List.of(moments.mean().length);
          tensors.add(new NamedTensor(SPEAKER + speaker + MEAN, shape, moments.mean(), 0));
          tensors.add(
              new NamedTensor(SPEAKER + speaker + DEVIATION, shape, moments.deviation(), 0));
        });
    return tensors;
  }

  /** Returns the values of all takes, each with its speaker's mean 0 and deviation 1. */
  List<float[]> applyToAll(List<Take> takes, List<float[]> rows) {
    List<float[]> results = new ArrayList<>();
    for (int take = 0; take < takes.size(); take++) {
      results.add(apply(takes.get(take).speaker(), rows.get(take)));
    }
    return results;
  }

  /** Returns values with mean 0 and deviation 1 over the known takes of all speakers. */
  float[] applyToAnybody(float[] values) {
    return apply(ALL, values);
  }

  /** Returns values with the speaker's mean 0 and deviation 1; a new speaker is like all. */
  float[] apply(String speaker, float[] values) {
    Moments moments = speakers.get(speakers.containsKey(speaker) ? speaker : ALL);
    if (moments == null) {
      throw new IllegalStateException("statistics of nobody");
    }
    return moments.standardise(values);
  }
}
