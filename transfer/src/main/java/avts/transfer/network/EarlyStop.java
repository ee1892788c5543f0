package avts.transfer.network;

import avts.pretrain.engine.Classifier;
import avts.pretrain.train.EpochResult;
import avts.pretrain.train.StopReason;
import avts.pretrain.train.StopSignal;
import avts.pretrain.train.TrainListener;
import avts.pretrain.train.TrainState;

/** Keeps the weights with the lowest loss on held-out examples, and ends when it stays away. */
final class EarlyStop implements TrainListener {
  private final Classifier network;
  private final Examples heldOut;
  private final int patience;
  private final StopSignal stop;
  private double lowest = Double.POSITIVE_INFINITY;
  private float[] best = {};
  private int since;

  EarlyStop(Classifier network, Examples heldOut, int patience, StopSignal stop) {
    this.network = network;
    this.heldOut = heldOut;
    this.patience = patience;
    this.stop = stop;
  }

  @Override
  public void start(TrainState state) {
    look(state);
  }

  @Override
  public void afterEpoch(TrainState state, EpochResult result) {
    look(state);
  }

  /** The task has the state's parameters loaded whenever a listener is called. */
  private void look(TrainState state) {
    double loss = Softmax.loss(network.logits(heldOut.values(), heldOut.count()), heldOut.labels());
    if (loss < lowest) {
      lowest = loss;
      best = state.parameters().clone();
      since = 0;
    } else if (++since >= patience) {
      stop.request();
    }
  }

  @Override
  public void end(TrainState state, StopReason reason) {
    System.arraycopy(best, 0, state.parameters(), 0, best.length);
  }
}
