package avts.transfer.feature;

import avts.pretrain.checkpoint.SafetensorsReader;
import avts.pretrain.checkpoint.SafetensorsReader.Entry;
import java.io.IOException;

/** Arrays of a file. */
final class Tensors {

  private Tensors() {}

  /**
   * Reads an array.
   *
   * @throws IOException if the file has no such array
   */
  static float[] read(SafetensorsReader file, String name) throws IOException {
    Entry entry = file.entries().get(name);
    if (entry == null) {
      throw new IOException("the model has no array " + name);
    }
    float[] values = new float[entry.size()];
    file.read(name, values, 0);
    return values;
  }
}
