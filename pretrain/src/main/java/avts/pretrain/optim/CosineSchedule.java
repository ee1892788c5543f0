package avts.pretrain.optim;

/** Half a cosine from 1 down to a final factor (Loshchilov and Hutter 2017, without restarts). */
final class CosineSchedule implements LearningRateSchedule {
  private final double begin;
  private final double end;
  private final double finalFactor;

  /** Falls from position {@code begin} to position {@code end}, both in epochs. */
  CosineSchedule(double begin, double end, double finalFactor) {
    this.begin = begin;
    this.end = end;
    this.finalFactor = finalFactor;
  }

  @Override
  public double factor(double position) {
    double progress = Math.min(1, Math.max(0, (position - begin) / (end - begin)));
    return finalFactor + (1 - finalFactor) * (1 + StrictMath.cos(Math.PI * progress)) / 2;
  }
}
