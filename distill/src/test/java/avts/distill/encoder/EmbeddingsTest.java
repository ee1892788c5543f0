package avts.distill.encoder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import avts.pretrain.model.NetworkConfig;
import org.junit.jupiter.api.Test;

class EmbeddingsTest {
  /** Two steps of two values. */
  private static final NetworkConfig.Head HEAD = new NetworkConfig.Head(8, 2, 2);

  private static Embeddings rows(int size, double... values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return new Embeddings(floats, size);
  }

  /** Steps of length 1/sqrt(2): (1, 0) and (0, 1) give (1, 1)/2; equal ones give themselves. */
  @Test
  void theMeanHasStepsOfTheNetworksLength() {
    double r = Math.sqrt(0.5);
    Embeddings video = rows(4, r, 0, 0, r);
    Embeddings audio = rows(4, 0, r, 0, r);
    assertArrayEquals(
        new float[] {0.5f, 0.5f, 0, (float) r}, video.mean(audio, HEAD, 1).values(), 1e-7f);
    assertArrayEquals(
        new float[] {0.25f, 0.25f, 0, (float) (r / 2)},
        video.mean(audio, HEAD, 0.5).values(),
        1e-7f);
  }

  @Test
  void withoutALengthTheMeanIsPlain() {
    assertArrayEquals(
        new float[] {2, 1, 0, -1},
        rows(4, 3, 0, 1, 0).mean(rows(4, 1, 2, -1, -2), HEAD, 0).values());
  }

  @Test
  void cosinesAndRowsByHand() {
    Embeddings a = rows(2, 3, 4, 1, 0);
    Embeddings b = rows(2, 4, 3, 0, -2);
    assertEquals(24.0 / 25, a.cosine(0, b, 0), 1e-12);
    assertEquals(-0.8, a.cosine(0, b, 1), 1e-12);
    assertEquals(0, a.cosine(1, b, 1), 1e-12);
    assertArrayEquals(new float[] {1, 0, 3, 4, 1, 0}, a.rows(1, 0, 1));
    assertThrows(IllegalArgumentException.class, () -> rows(2, 1, 2, 3));
    assertThrows(IllegalArgumentException.class, () -> a.mean(rows(2, 1, 2), HEAD, 1));
  }

  /** The third student is as near to the first teacher as to its own: half a point. */
  @Test
  void agreementComparesWithTheNextClip() {
    Embeddings student = rows(2, 1, 0, 1, 0, 1, 1);
    Embeddings teacher = rows(2, 2, 0, 0, 3, 0, 1);
    Agreement agreement = Agreement.of(student, teacher);
    assertArrayEquals(new double[] {1, 0, Math.sqrt(0.5)}, agreement.cosines(), 1e-12);
    assertArrayEquals(new double[] {1, 0.5, 0.5}, agreement.nearer());
    assertThrows(IllegalArgumentException.class, () -> Agreement.of(rows(2, 1, 0), rows(2, 1, 0)));
  }
}
