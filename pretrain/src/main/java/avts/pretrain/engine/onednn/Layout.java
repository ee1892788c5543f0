package avts.pretrain.engine.onednn;

import java.util.Arrays;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.global.dnnl;

/**
 * Lengths, type and order in memory of an array.
 *
 * @param descriptor oneDNN's, owned by the scope that made it
 * @param lengths of the axes, channels second
 */
// An array component: handed to oneDNN, never compared.
@SuppressWarnings("ArrayRecordComponent")
record Layout(dnnl_memory_desc descriptor, long[] lengths) {

  /** Tags of row-major arrays with one to five axes. */
  private static final int[] ROW_MAJOR = {
    dnnl.dnnl_a, dnnl.dnnl_ab, dnnl.dnnl_abc, dnnl.dnnl_abcd, dnnl.dnnl_abcde
  };

  /** Returns the layout of ND4J's row-major FLOAT arrays. */
  static Layout rowMajor(Scope scope, long... lengths) {
    return of(scope, dnnl.dnnl_f32, ROW_MAJOR[lengths.length - 1], lengths);
  }

  /** Returns the layout of activations whose channels lie side by side. */
  static Layout channelsLast(Scope scope, int type, long... lengths) {
    return of(scope, type, lengths.length == 5 ? dnnl.dnnl_acdeb : dnnl.dnnl_acdb, lengths);
  }

  /** Returns a layout whose order oneDNN may choose. */
  static Layout any(Scope scope, int type, long... lengths) {
    return of(scope, type, dnnl.dnnl_format_tag_any, lengths);
  }

  private static Layout of(Scope scope, int type, int tag, long... lengths) {
    return new Layout(
        scope.make(
            "an array of " + Arrays.toString(lengths),
            out -> dnnl.dnnl_memory_desc_create_with_tag(out, lengths.length, lengths, type, tag),
            dnnl_memory_desc::new,
            dnnl::dnnl_memory_desc_destroy),
        lengths);
  }

  /** Returns the number of bytes of an array. */
  long bytes() {
    return dnnl.dnnl_memory_desc_get_size(descriptor);
  }

  /** Returns whether two arrays are laid out alike. */
  boolean matches(Layout other) {
    return dnnl.dnnl_memory_desc_equal(descriptor, other.descriptor) != 0;
  }
}
