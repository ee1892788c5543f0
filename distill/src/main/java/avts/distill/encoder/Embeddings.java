package avts.distill.encoder;

import static com.google.common.base.Preconditions.checkArgument;

import avts.pretrain.model.NetworkConfig;

/**
 * Embeddings of some clips, each a row of time steps.
 *
 * @param values the rows one after another
 * @param size length of a row
 */
// An array component: handed on, never compared.
@SuppressWarnings("ArrayRecordComponent")
record Embeddings(float[] values, int size) {

  /** Lengths below this one count as this one. */
  private static final double LEAST_LENGTH = 1e-8;

  Embeddings {
    checkArgument(
        size > 0 && values.length % size == 0, "%s values are no rows of %s", values.length, size);
  }

  /** Returns the number of rows. */
  int count() {
    return values.length / size;
  }

  /** Returns some rows one after another. */
  float[] rows(int... places) {
    float[] rows = new float[places.length * size];
    for (int i = 0; i < places.length; i++) {
      System.arraycopy(values, places[i] * size, rows, i * size, size);
    }
    return rows;
  }

  /** Returns the cosine of row {@code row} and row {@code otherRow} of {@code other}. */
  double cosine(int row, Embeddings other, int otherRow) {
    checkArgument(size == other.size, "rows of %s and of %s values", size, other.size);
    double product = 0;
    double own = 0;
    double others = 0;
    for (int k = 0; k < size; k++) {
      double a = values[row * size + k];
      double b = other.values[otherRow * size + k];
      product += a * b;
      own += a * a;
      others += b * b;
    }
    return product / Math.max(LEAST_LENGTH, Math.sqrt(own * others));
  }

  /**
   * Returns the mean of these embeddings and {@code other} ones of the same clips. Where the
   * network gives every step one length, each step of the mean is brought to it.
   *
   * @param head how many steps an embedding has
   * @param stepLength length of a step before the network's factor 1/sqrt(steps); 0 for any
   */
  Embeddings mean(Embeddings other, NetworkConfig.Head head, double stepLength) {
    checkArgument(
        values.length == other.values.length && size == other.size && size == head.embeddingSize(),
        "embeddings of different clips");
    float[] mean = new float[values.length];
    double wanted = stepLength / Math.sqrt(head.timeSteps());
    for (int first = 0; first < mean.length; first += head.size()) {
      double square = 0;
      for (int k = first; k < first + head.size(); k++) {
        mean[k] = (values[k] + other.values[k]) / 2;
        square += (double) mean[k] * mean[k];
      }
      if (stepLength > 0) {
        double factor = wanted / Math.max(LEAST_LENGTH, Math.sqrt(square));
        for (int k = first; k < first + head.size(); k++) {
          mean[k] *= (float) factor;
        }
      }
    }
    return new Embeddings(mean, size);
  }
}
