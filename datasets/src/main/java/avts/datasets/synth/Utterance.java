package avts.datasets.synth;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.synth.Articulation.Excitation;
import avts.datasets.synth.Articulation.Lips;
import avts.datasets.synth.Articulation.Tract;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Phones one after the other: what the mouth does at every moment.
 *
 * <p>Each phone holds its targets in its middle; around a border they change along half a cosine.
 * Sources switch fast, the vocal tract and the lips move slowly. All change about the same borders,
 * so picture and sound are in step.
 *
 * @param segments the phones, the first and the last at rest, without gaps from time 0 on
 */
record Utterance(List<Segment> segments) {
  private static final long EXCITATION_MICROS = 16_000;
  private static final long TRACT_MICROS = 70_000;
  private static final long LIPS_MICROS = 70_000;

  Utterance {
    segments = List.copyOf(segments);
    checkArgument(!segments.isEmpty(), "nothing is uttered");
  }

  /**
   * A phone in time.
   *
   * @param phone what is said
   * @param startMicros its beginning in microseconds
   * @param endMicros its end
   */
  record Segment(Phone phone, long startMicros, long endMicros) {}

  /**
   * Puts phones into time.
   *
   * @param beforeMicros rest before
   * @param afterMicros rest after
   * @param lengthFactor length of the phones over their middling one
   */
  static Utterance of(
      List<Phone> phones, long beforeMicros, long afterMicros, double lengthFactor) {
    List<Segment> segments = new ArrayList<>();
    segments.add(new Segment(Phone.REST, 0, beforeMicros));
    long now = beforeMicros;
    for (Phone phone : phones) {
      long end = now + Math.round(1000 * phone.millis() * lengthFactor);
      segments.add(new Segment(phone, now, end));
      now = end;
    }
    segments.add(new Segment(Phone.REST, now, now + afterMicros));
    return new Utterance(segments);
  }

  /** Returns the whole length in microseconds. */
  long micros() {
    return segments.get(segments.size() - 1).endMicros();
  }

  /** Returns the resonances at a moment; those at rest are the neighbours'. */
  Tract tract(double micros) {
    return at(micros, TRACT_MICROS, Phone::tract, Tract::towards);
  }

  /** Returns what makes the sound at a moment. */
  Excitation excitation(double micros) {
    return at(micros, EXCITATION_MICROS, Phone::excitation, Excitation::towards);
  }

  /** Returns the shape of the mouth at a moment. */
  Lips lips(double micros) {
    return at(micros, LIPS_MICROS, Phone::lips, Lips::towards);
  }

  /** Leads one value a share of the way to another. */
  @FunctionalInterface
  private interface Blend<T> {
    T towards(T from, T to, double share);
  }

  private <T> T at(double micros, long transition, Function<Phone, T> target, Blend<T> blend) {
    int now = 0;
    while (now + 1 < segments.size() && segments.get(now).endMicros() <= micros) {
      now++;
    }
    Segment segment = segments.get(now);
    T value = target.apply(segment.phone());
    if (now > 0) {
      Segment before = segments.get(now - 1);
      double since = micros - segment.startMicros();
      double reach = reach(before, segment, transition);
      if (since < reach / 2) {
        return blend.towards(target.apply(before.phone()), value, ease(0.5 + since / reach));
      }
    }
    if (now + 1 < segments.size()) {
      Segment next = segments.get(now + 1);
      double left = segment.endMicros() - micros;
      double reach = reach(segment, next, transition);
      if (left < reach / 2) {
        return blend.towards(value, target.apply(next.phone()), ease(0.5 - left / reach));
      }
    }
    return value;
  }

  /** A transition takes no more than the shorter of its phones, so that two never overlap. */
  private static double reach(Segment one, Segment two, long transition) {
    return Math.min(
        transition,
        Math.min(one.endMicros() - one.startMicros(), two.endMicros() - two.startMicros()));
  }

  private static double ease(double share) {
    return 0.5 - 0.5 * Math.cos(Math.PI * share);
  }
}
