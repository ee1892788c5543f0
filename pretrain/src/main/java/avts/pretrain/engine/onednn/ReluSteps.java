package avts.pretrain.engine.onednn;

import org.bytedeco.dnnl.global.dnnl;

/** Adds ReLUs, sums and their derivatives to a plan. */
record ReluSteps(Tensors tensors, Primitives primitives) {

  void addForward(Operands o) {
    if (o.inputs().length == 2) {
      addSum(o, true);
      return;
    }
    Tensor source = tensors.first(o.inputs()[0]);
    tensors.append(
        o.name(),
        primitives.relu(source.layout()),
        new Arguments()
            .with(dnnl.DNNL_ARG_SRC, source)
            .with(dnnl.DNNL_ARG_DST, tensors.output(o.outputs()[0], source.layout())));
  }

  void addBackward(Operands o) {
    Tensor result = tensors.first(o.inputs()[0]);
    Layout layout = result.layout();
    tensors.append(
        o.name(),
        primitives.reluBackward(layout),
        new Arguments()
            .with(dnnl.DNNL_ARG_DST, result)
            .with(dnnl.DNNL_ARG_DIFF_DST, tensors.in(layout, o.inputs()[1]))
            .with(dnnl.DNNL_ARG_DIFF_SRC, tensors.output(o.outputs()[0], layout)));
  }

  /** Adds the sum of two variables, its negative values set to 0 where {@code relu}. */
  void addSum(Operands o, boolean relu) {
    Tensor first = tensors.first(o.inputs()[0]);
    Tensor second = tensors.in(first.layout(), o.inputs()[1]);
    tensors.append(
        o.name(),
        primitives.sum(first.layout(), second.layout(), relu),
        new Arguments()
            .with(dnnl.DNNL_ARG_SRC_0, first)
            .with(dnnl.DNNL_ARG_SRC_1, second)
            .with(dnnl.DNNL_ARG_DST, tensors.output(o.outputs()[0], first.layout())));
  }
}
