package avts.pretrain.engine.onednn;

import avts.pretrain.engine.onednn.Primitives.Description;
import avts.pretrain.graph.ops.Convolution.Geometry;
import org.bytedeco.dnnl.global.dnnl;

/** Adds poolings and their derivatives to a plan. */
record MaxPoolSteps(Tensors tensors, Primitives primitives) {

  /** Returns what the derivative needs. */
  Forward addForward(Operands o, Geometry geometry) {
    Tensor source = tensors.first(o.inputs()[0]);
    long[] input = source.layout().lengths();
    long[] output = Windows.output(input, input[1], geometry);
    Description d = primitives.maxPool(source.layout(), tensors.any(output), geometry);
    Tensor target = tensors.output(o.outputs()[0], d.layout(dnnl.dnnl_query_dst_md, output));
    Tensor workspace = tensors.workspace(d);
    tensors.append(
        o.name(),
        d,
        new Arguments()
            .with(dnnl.DNNL_ARG_SRC, source)
            .with(dnnl.DNNL_ARG_DST, target)
            .with(dnnl.DNNL_ARG_WORKSPACE, workspace));
    return new Forward(d, source.layout(), target.layout(), workspace);
  }

  void addBackward(Operands o, Geometry geometry, Forward forward) {
    Description d =
        primitives.maxPoolBackward(
            forward.input(), forward.output(), geometry, forward.description());
    tensors.append(
        o.name(),
        d,
        new Arguments()
            .with(dnnl.DNNL_ARG_DIFF_DST, tensors.in(forward.output(), o.inputs()[1]))
            .with(dnnl.DNNL_ARG_WORKSPACE, forward.workspace())
            .with(dnnl.DNNL_ARG_DIFF_SRC, tensors.output(o.outputs()[0], forward.input())));
    tensors.giveBack(forward.workspace());
  }
}
