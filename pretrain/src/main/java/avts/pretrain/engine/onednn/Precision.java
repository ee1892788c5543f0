package avts.pretrain.engine.onednn;

import org.bytedeco.dnnl.global.dnnl;

/** Type of the values between convolutions, and of the weights that they multiply with. */
public enum Precision {
  /** 32 bits. */
  FLOAT32,
  /**
   * bfloat16: the upper half of a float. Sums, batch norms' statistics, parameters, their
   * derivatives and all that is outside of convolution blocks stay 32 bits.
   */
  BFLOAT16;

  /** Returns oneDNN's number of the type. */
  int type() {
    return this == FLOAT32 ? dnnl.dnnl_f32 : dnnl.dnnl_bf16;
  }
}
