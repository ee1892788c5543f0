package avts.pretrain.testing;

import avts.datasets.batch.Batch;
import avts.pretrain.engine.PairOutput;
import avts.pretrain.engine.ParameterInfo;
import avts.pretrain.engine.ParameterInfo.Role;
import avts.pretrain.engine.StepEngine;
import avts.pretrain.engine.StepOutput;
import avts.pretrain.train.Weights;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * The smallest two-tower network: one linear layer a tower, margin contrastive loss, gradient by
 * hand.
 *
 * <p>Loss: mean over the 2 B pairs of d^2 (aligned) and max(0, eta - d)^2 (negative).
 */
public final class LinearTowers implements StepEngine {
  /** Values of a clip's picture. */
  public static final int VIDEO = 6;

  /** Values of a clip's sound. */
  public static final int AUDIO = 5;

  private static final int SIZE = 4;
  private static final double MARGIN = 0.99;
  private static final int VIDEO_BIAS = SIZE * VIDEO;
  private static final int AUDIO_WEIGHT = VIDEO_BIAS + SIZE;
  private static final int AUDIO_BIAS = AUDIO_WEIGHT + SIZE * AUDIO;
  private static final int PARAMETERS = AUDIO_BIAS + SIZE;

  private final float[] parameters = new float[PARAMETERS];

  @Override
  public List<ParameterInfo> parameters() {
    return List.of(
        new ParameterInfo("video.fc.weight", List.of(SIZE, VIDEO), Role.WEIGHT, 0),
        new ParameterInfo("video.fc.bias", List.of(SIZE), Role.BIAS, VIDEO_BIAS),
        new ParameterInfo("audio.fc.weight", List.of(SIZE, AUDIO), Role.WEIGHT, AUDIO_WEIGHT),
        new ParameterInfo("audio.fc.bias", List.of(SIZE), Role.BIAS, AUDIO_BIAS));
  }

  @Override
  public List<ParameterInfo> statistics() {
    return List.of(new ParameterInfo("video.bn.running_mean", List.of(VIDEO), Role.STATISTIC, 0));
  }

  /** Returns small random weights. */
  public static Weights initial(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[PARAMETERS];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-0.3, 0.3);
    }
    return new Weights(values, new float[VIDEO]);
  }

  @Override
  public float[] initialParameters(RandomGenerator generator) {
    return initial(generator.nextLong()).parameters();
  }

  @Override
  public float[] initialStatistics(RandomGenerator generator) {
    return initial(generator.nextLong()).statistics();
  }

  @Override
  public void load(float[] newParameters, float[] statistics) {
    System.arraycopy(newParameters, 0, parameters, 0, PARAMETERS);
  }

  @Override
  public boolean couplesMicroBatches() {
    return false;
  }

  @Override
  public PairOutput step(List<Batch> microBatches) {
    Batch batch = Batches.joined(microBatches);
    int clips = batch.size();
    float[] video = embedVideo(batch.video(), clips);
    float[] audio = embedAudio(batch.audio(), clips);
    float[] videoGradient = new float[video.length];
    float[] audioGradient = new float[audio.length];
    float[] positive = new float[clips];
    float[] negative = new float[clips];
    double loss = 0;
    for (int i = 0; i < clips; i++) {
      int other = batch.negative()[i];
      double near = distance(video, i, audio, i);
      double far = distance(video, i, audio, other);
      positive[i] = (float) near;
      negative[i] = (float) far;
      double hinge = Math.max(0, MARGIN - far);
      loss += (near * near + hinge * hinge) / (2 * clips);
      double pull = 1.0 / clips;
      double push = far == 0 ? 0 : -hinge / far / clips;
      for (int k = 0; k < SIZE; k++) {
        double toOwn = pull * (video[i * SIZE + k] - audio[i * SIZE + k]);
        double toOther = push * (video[i * SIZE + k] - audio[other * SIZE + k]);
        videoGradient[i * SIZE + k] += (float) (toOwn + toOther);
        audioGradient[i * SIZE + k] -= (float) toOwn;
        audioGradient[other * SIZE + k] -= (float) toOther;
      }
    }
    float[] gradient = new float[PARAMETERS];
    backward(batch.video(), videoGradient, gradient, 0, VIDEO_BIAS);
    backward(batch.audio(), audioGradient, gradient, AUDIO_WEIGHT, AUDIO_BIAS);
    float[] mean = new float[VIDEO];
    for (int i = 0; i < batch.video().length; i++) {
      mean[i % VIDEO] += batch.video()[i] / clips;
    }
    return new PairOutput(new StepOutput(loss, gradient, mean), positive, negative);
  }

  private static double distance(float[] video, int i, float[] audio, int j) {
    double sum = 0;
    for (int k = 0; k < SIZE; k++) {
      double difference = video[i * SIZE + k] - audio[j * SIZE + k];
      sum += difference * difference;
    }
    return Math.sqrt(sum);
  }

  private static void backward(
      float[] inputs, float[] outputGradient, float[] gradient, int weight, int bias) {
    int clips = outputGradient.length / SIZE;
    int length = inputs.length / clips;
    for (int i = 0; i < clips; i++) {
      for (int k = 0; k < SIZE; k++) {
        float g = outputGradient[i * SIZE + k];
        gradient[bias + k] += g;
        for (int j = 0; j < length; j++) {
          gradient[weight + k * length + j] += g * inputs[i * length + j];
        }
      }
    }
  }

  private float[] forward(float[] inputs, int n, int weight, int bias) {
    int length = inputs.length / n;
    float[] outputs = new float[n * SIZE];
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < SIZE; k++) {
        float sum = parameters[bias + k];
        for (int j = 0; j < length; j++) {
          sum += parameters[weight + k * length + j] * inputs[i * length + j];
        }
        outputs[i * SIZE + k] = sum;
      }
    }
    return outputs;
  }

  @Override
  public float[] embedVideo(float[] video, int n) {
    return forward(video, n, 0, VIDEO_BIAS);
  }

  @Override
  public float[] embedAudio(float[] audio, int n) {
    return forward(audio, n, AUDIO_WEIGHT, AUDIO_BIAS);
  }

  @Override
  public float[] encodeVideo(float[] video, int n) {
    return embedVideo(video, n);
  }

  @Override
  public float[] encodeAudio(float[] audio, int n) {
    return embedAudio(audio, n);
  }

  @Override
  public float[] score(float[] videoEmbeddings, float[] audioEmbeddings, int n) {
    float[] scores = new float[n];
    for (int i = 0; i < n; i++) {
      scores[i] = (float) -distance(videoEmbeddings, i, audioEmbeddings, i);
    }
    return scores;
  }

  @Override
  public int embeddingSize() {
    return SIZE;
  }

  @Override
  public int videoFeatureSize() {
    return SIZE;
  }

  @Override
  public int audioFeatureSize() {
    return SIZE;
  }

  @Override
  public void close() {}
}
