package avts.pretrain.engine.onednn;

import avts.pretrain.engine.onednn.Primitives.Description;
import avts.pretrain.graph.ops.Kernel;
import org.bytedeco.dnnl.global.dnnl;

/** Adds batch norms, with their ReLU, and their derivatives to a plan. */
record BatchNormSteps(Tensors tensors, Primitives primitives) {

  private static int flags(boolean relu, boolean overBatch) {
    return dnnl.dnnl_use_scale
        | dnnl.dnnl_use_shift
        | (relu ? dnnl.dnnl_fuse_norm_relu : 0)
        | (overBatch ? 0 : dnnl.dnnl_use_global_stats);
  }

  /** Returns what the derivative needs. */
  Forward addForward(Operands o, Kernel.BatchNormForward kernel) {
    Tensor source = tensors.first(o.inputs()[0]);
    Layout layout = source.layout();
    boolean overBatch = kernel.overBatch();
    Description d =
        primitives.batchNorm(
            layout, kernel.options().epsilon(), flags(kernel.options().relu(), overBatch));
    long channels = layout.lengths()[1];
    Tensor target = tensors.output(o.outputs()[0], layout);
    Tensor workspace = tensors.workspace(d);
    tensors.append(
        o.name(),
        d,
        new Arguments()
            .with(dnnl.DNNL_ARG_SRC, source)
            .with(dnnl.DNNL_ARG_SCALE, tensors.first(o.inputs()[1]))
            .with(dnnl.DNNL_ARG_SHIFT, tensors.first(o.inputs()[2]))
            .with(dnnl.DNNL_ARG_MEAN, statistic(o, 1, overBatch, channels))
            .with(dnnl.DNNL_ARG_VARIANCE, statistic(o, 2, overBatch, channels))
            .with(dnnl.DNNL_ARG_DST, target)
            .with(dnnl.DNNL_ARG_WORKSPACE, workspace));
    return new Forward(d, layout, layout, workspace);
  }

  /** Returns mean (1) or variance (2): a result where they are the batch's, else given. */
  private Tensor statistic(Operands o, int which, boolean overBatch, long channels) {
    return overBatch
        ? tensors.rowMajorOutput(o.outputs()[which], channels)
        : tensors.first(o.inputs()[2 + which]);
  }

  void addBackward(Operands o, Kernel.BatchNormBackward kernel, Forward forward) {
    Layout layout = forward.input();
    Description d =
        primitives.batchNormBackward(
            layout,
            kernel.options().epsilon(),
            flags(kernel.options().relu(), kernel.overBatch()),
            forward.description());
    long channels = layout.lengths()[1];
    tensors.append(
        o.name(),
        d,
        new Arguments()
            .with(dnnl.DNNL_ARG_SRC, tensors.in(layout, o.inputs()[0]))
            .with(dnnl.DNNL_ARG_SCALE, tensors.first(o.inputs()[1]))
            .with(dnnl.DNNL_ARG_MEAN, tensors.first(o.inputs()[3]))
            .with(dnnl.DNNL_ARG_VARIANCE, tensors.first(o.inputs()[4]))
            .with(dnnl.DNNL_ARG_DIFF_DST, tensors.in(layout, o.inputs()[5]))
            .with(dnnl.DNNL_ARG_WORKSPACE, forward.workspace())
            .with(dnnl.DNNL_ARG_DIFF_SRC, tensors.output(o.outputs()[0], layout))
            .with(dnnl.DNNL_ARG_DIFF_SCALE, tensors.rowMajorOutput(o.outputs()[1], channels))
            .with(dnnl.DNNL_ARG_DIFF_SHIFT, tensors.rowMajorOutput(o.outputs()[2], channels)));
    tensors.giveBack(forward.workspace());
  }
}
