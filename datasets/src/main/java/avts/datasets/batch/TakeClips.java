package avts.datasets.batch;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.clip.AugmentConfig;
import avts.datasets.clip.ClipConfig;
import avts.datasets.clip.ClipReader;
import avts.datasets.clip.Window;
import avts.datasets.manifest.Manifest;
import avts.datasets.manifest.ManifestEntry;
import avts.datasets.media.MediaException;
import avts.datasets.signal.FeatureNormalisation;
import avts.datasets.signal.FilterBankConfig;
import avts.datasets.take.Take;
import avts.datasets.take.TakeContent;
import avts.datasets.take.TakePictures;
import avts.datasets.take.TakeSet;
import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Clips cut from stored pictures and features of the takes of a manifest. The settings of the log
 * filter bank describe the shape of the stored features. Thread-safe.
 */
public final class TakeClips implements NormalisedClips {
  private final Manifest manifest;
  private final TakeSet set;
  private final Map<String, Take> takes = new HashMap<>();
  private final ClipConfig clip;
  private final FilterBankConfig features;
  private final AugmentConfig augment;
  private final FeatureNormalisation normalisation;
  private final int videoLength;
  private final int audioLength;

  /** Takes whose content was found to be the manifest's. */
  private final Set<Integer> known = ConcurrentHashMap.newKeySet();

  /** Work space at rest. */
  private final ConcurrentLinkedQueue<ClipReader> idle = new ConcurrentLinkedQueue<>();

  /**
   * Takes to cut from.
   *
   * @param manifest the takes, members of {@code set}
   * @param set where they are read from
   */
  public record Takes(Manifest manifest, TakeSet set) {}

  /**
   * Prepares reading; no take is read.
   *
   * @param source the takes
   * @param clip length, size and scaling of the pictures
   * @param features shape of the stored features
   * @param augment what is changed at random in training; gain and noise must be off
   * @param normalisation mean and spread of each value of a vector
   * @throws IllegalArgumentException if the set lacks a take of the manifest
   */
  public TakeClips(
      Takes source,
      ClipConfig clip,
      FilterBankConfig features,
      AugmentConfig augment,
      FeatureNormalisation normalisation) {
    this.manifest = source.manifest();
    this.set = source.set();
    this.clip = clip;
    this.features = features;
    this.augment = augment;
    this.normalisation = normalisation;
    set.takes().forEach(take -> takes.put(take.id(), take));
    manifest.usable().forEach(this::take);
    ClipReader first = workSpace();
    videoLength = first.videoLength();
    audioLength = first.audioLength();
    idle.add(first);
  }

  private Take take(int file) {
    ManifestEntry entry = manifest.entries().get(file);
    Take take = takes.get(String.valueOf(entry.member()));
    checkArgument(
        take != null, "%s: the set has no such usable take any more: index again", entry.name());
    return take;
  }

  private ClipReader workSpace() {
    ClipReader found = idle.poll();
    return found == null ? new ClipReader(clip, features, augment, normalisation) : found;
  }

  @Override
  public TakeClips raw() {
    return new TakeClips(
        new Takes(manifest, set),
        clip.withRawPixels(),
        features,
        AugmentConfig.off(),
        FeatureNormalisation.none(features.filters()));
  }

  @Override
  public int channels() {
    return clip.channels();
  }

  @Override
  public int filters() {
    return features.filters();
  }

  @Override
  public int videoLength() {
    return videoLength;
  }

  @Override
  public int audioLength() {
    return audioLength;
  }

  @Override
  @MustBeClosed
  public Reader open(int file) throws MediaException {
    TakeContent content;
    try {
      content = TakeContent.read(set, take(file));
    } catch (IOException e) {
      throw new MediaException(manifest.source(file), String.valueOf(e.getMessage()), e);
    }
    ManifestEntry entry = manifest.entries().get(file);
    if (!known.contains(file)) {
      if (!content.sha256().equals(entry.sha256())) {
        throw new MediaException(
            manifest.source(file), entry.member() + " has changed since it was indexed");
      }
      known.add(file);
    }
    return new OpenTake(content, workSpace());
  }

  private final class OpenTake implements Reader {
    private final TakeContent content;
    private final TakePictures pictures;
    private final ClipReader reader;

    OpenTake(TakeContent content, ClipReader reader) {
      this.content = content;
      this.pictures = new TakePictures(content.video());
      this.reader = reader;
    }

    @Override
    public void readVideo(
        Window window, @Nullable RandomGenerator augmentation, float[] target, int offset)
        throws MediaException {
      reader.readVideo(pictures, window, augmentation, target, offset);
    }

    @Override
    public void readAudio(
        Window window, @Nullable RandomGenerator augmentation, float[] target, int offset) {
      reader.readAudio(content.sound(), window, augmentation, target, offset);
    }

    @Override
    public void close() {
      idle.add(reader);
    }
  }
}
