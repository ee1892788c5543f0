package avts.transfer.encoder;

import avts.datasets.take.Take;
import avts.transfer.feature.AudioFeatures;
import avts.transfer.feature.SpeakerNorm;
import avts.transfer.feature.SpeakerScale;
import avts.transfer.feature.StepVectors;
import avts.transfer.feature.TakeVectors;
import avts.transfer.feature.VectorSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Vectors of takes by the frozen encoders of a model, scaled to the takes that a split lets be
 * known. Sound is classified from the same steps that it is mapped at.
 *
 * @param takes the takes of the set
 * @param encoded what the encoders give, by the splits' seeds
 * @param speaker how speakers are made alike
 */
public record EncoderVectors(List<Take> takes, Map<Long, EncodedTakes> encoded, SpeakerNorm speaker)
    implements VectorSource {

  /** Copies list and map. */
  public EncoderVectors {
    takes = List.copyOf(takes);
    encoded = Map.copyOf(encoded);
  }

  @Override
  public TakeVectors fit(Known known) {
    EncodedTakes raw = encoded.get(known.seed());
    if (raw == null) {
      throw new IllegalStateException("no takes were encoded for seed " + known.seed());
    }
    SpeakerScale seen = SpeakerScale.fit(speaker, takes, raw.pictures(), known.seen());
    StepVectors sound = scaled(raw.sounds(), known.heard());
    return new TakeVectors(
        seen.apply(takes, raw.pictures()), new AudioFeatures(sound, sound), seen.tensors());
  }

  private StepVectors scaled(StepVectors vectors, Collection<Integer> known) {
    return SpeakerScale.fit(speaker, takes, vectors, known).apply(takes, vectors);
  }
}
