package avts.transfer.encoder;

import avts.datasets.media.MediaException;
import avts.datasets.take.GrayVideo;
import avts.pretrain.embed.SlidingEncoder;
import avts.pretrain.embed.TakeEmbedder.Windows;
import avts.pretrain.run.TrainedModel;
import avts.transfer.feature.PictureVectors;
import avts.transfer.feature.SpeakerScale;

/** Pictures as the video encoder of a model sees them. Belongs to one thread at a time. */
final class EncodedPictures implements PictureVectors {
  private final TrainedModel model;
  private final SlidingEncoder encoder;
  private final int steps;
  private final SpeakerScale scale;

  /** Takes the model over, and closes it with itself. */
  EncodedPictures(TrainedModel model, Windows windows, SpeakerScale scale) {
    this.model = model;
    this.scale = scale;
    encoder = SlidingEncoder.of(model, windows);
    steps = windows.parts();
  }

  @Override
  public int steps() {
    return steps;
  }

  @Override
  public int width() {
    return encoder.videoSize() / steps;
  }

  @Override
  public float[] of(GrayVideo video, String speaker) throws MediaException {
    return scale.apply(speaker, encoder.video(video));
  }

  @Override
  public void close() {
    model.close();
  }
}
