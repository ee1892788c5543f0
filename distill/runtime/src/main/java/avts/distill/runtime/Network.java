package avts.distill.runtime;

import static com.google.common.base.Preconditions.checkState;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import com.google.errorprone.annotations.MustBeClosed;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Collectors;

/**
 * A model in ONNX Runtime, for one stretch of sound at a time; {@link Bundle} is the way to it for
 * sound, this one for features of one's own. Thread-safe.
 */
public final class Network implements AutoCloseable {
  private final OrtEnvironment environment;
  private final OrtSession session;
  private final ModelArrays arrays;

  /** Runs hold the first, closing the second: native memory is not freed under a run. */
  private final ReadWriteLock lock = new ReentrantReadWriteLock();

  private boolean closed;

  private Network(OrtEnvironment environment, OrtSession session, ModelArrays arrays) {
    this.environment = environment;
    this.session = session;
    this.arrays = arrays;
  }

  /** Loads ONNX Runtime, once a process. */
  static void loadLibrary() {
    NativeCache.prepare();
    OrtEnvironment.getEnvironment();
  }

  /**
   * Loads a model.
   *
   * @param name what it is called in messages
   * @param threads threads of one run
   * @throws BundleException if it is none, or takes or gives other arrays
   */
  @MustBeClosed
  public static Network load(byte[] model, ModelArrays arrays, String name, int threads)
      throws BundleException {
    loadLibrary();
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      options.setInterOpNumThreads(1);
      // A thread that waits for the next clip must not keep a core busy.
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      Network network = new Network(environment, environment.createSession(model, options), arrays);
      boolean fits = false;
      try {
        network.check(name);
        fits = true;
        return network;
      } finally {
        if (!fits) {
          network.close();
        }
      }
    } catch (OrtException e) {
      throw new BundleException(name + " cannot be loaded: " + e.getMessage(), e);
    }
  }

  private void check(String name) throws BundleException, OrtException {
    Map<String, NodeInfo> taken = session.getInputInfo();
    Map<String, NodeInfo> outputs = session.getOutputInfo();
    String output = arrays.output();
    NodeInfo given = outputs.get(output);
    Set<String> names =
        arrays.inputs().stream().map(ModelArrays.Input::name).collect(Collectors.toSet());
    if (!taken.keySet().equals(names) || given == null) {
      throw new BundleException(
          name
              + " takes "
              + new TreeSet<>(taken.keySet())
              + " and gives "
              + outputs.keySet()
              + " where features.yaml tells of "
              + new TreeSet<>(names)
              + " and the output \""
              + output
              + "\": the two are not of one export");
    }
    for (ModelArrays.Input input : arrays.inputs()) {
      NodeInfo node = taken.get(input.name());
      if (node != null) {
        compare(name + " takes", node, input.shape());
      }
    }
    compare(name + " gives", given, 1, arrays.outputSize());
  }

  /** Compares lengths with those of a model's array; one that may be any is negative there. */
  private static void compare(String what, NodeInfo node, long... expected) throws BundleException {
    boolean fits = false;
    if (node.getInfo() instanceof TensorInfo tensor) {
      long[] shape = tensor.getShape();
      fits = tensor.type == OnnxJavaType.FLOAT && shape.length == expected.length;
      for (int i = 0; fits && i < shape.length; i++) {
        fits = shape[i] < 0 || shape[i] == expected[i];
      }
    }
    if (!fits) {
      throw new BundleException(
          what
              + " "
              + node.getInfo()
              + " where features.yaml tells of float "
              + Arrays.toString(expected)
              + ": the two are not of one export");
    }
  }

  /**
   * Returns what the model gives for one stretch of sound.
   *
   * @param given one direct buffer for each input in their order, read from its first value on
   * @throws IllegalStateException if the network is closed
   */
  public float[] run(FloatBuffer... given) {
    lock.readLock().lock();
    Map<String, OnnxTensor> tensors = new HashMap<>();
    try {
      checkState(!closed, "the bundle is closed");
      for (int i = 0; i < given.length; i++) {
        ModelArrays.Input input = arrays.inputs().get(i);
        tensors.put(input.name(), OnnxTensor.createTensor(environment, given[i], input.shape()));
      }
      String output = arrays.output();
      try (OrtSession.Result result = session.run(tensors, Set.of(output))) {
        OnnxTensor tensor = (OnnxTensor) result.get(output).orElseThrow();
        float[] values = new float[arrays.outputSize()];
        tensor.getFloatBuffer().get(values);
        return values;
      }
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime failed: " + e.getMessage(), e);
    } finally {
      tensors.values().forEach(OnnxTensor::close);
      lock.readLock().unlock();
    }
  }

  /** Waits for runs and frees the model; closing twice does nothing. */
  @Override
  public void close() throws BundleException {
    lock.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        session.close();
      }
    } catch (OrtException e) {
      throw new BundleException("ONNX Runtime cannot free the model: " + e.getMessage(), e);
    } finally {
      lock.writeLock().unlock();
    }
  }
}
