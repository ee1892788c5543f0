package avts.pretrain.graph;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/** All arrays of one graph, registered under full names in PyTorch's style and layout. */
public final class Parameters {

  /** What an array is for. */
  public enum Role {
    /** Weights: trained, with weight decay. */
    WEIGHT,
    /** Biases, scales and shifts: trained, without weight decay. */
    BIAS,
    /** Running mean of a batch norm: not trained. */
    MEAN,
    /** Running variance of a batch norm: not trained. */
    VARIANCE;

    /** Returns whether gradients are taken. */
    public boolean trained() {
      return this == WEIGHT || this == BIAS;
    }
  }

  /**
   * One array.
   *
   * @param name full name
   * @param shape lengths in PyTorch's order
   * @param role what it is for
   * @param initialiser first values
   * @param variable the array in the graph; absent for a statistic of a graph that works with the
   *     batch's own
   * @param batchValue the batch's own value of a statistic; absent for what is trained and in
   *     graphs that work with running statistics
   */
  public record Entry(
      String name,
      List<Long> shape,
      Role role,
      Initialiser initialiser,
      Optional<SDVariable> variable,
      Optional<SDVariable> batchValue) {

    /** Returns the number of values. */
    public int size() {
      return Math.toIntExact(shape.stream().reduce(1L, Math::multiplyExact));
    }

    /** Returns the first values. */
    public float[] initial(RandomGenerator generator) {
      float[] values = new float[size()];
      initialiser.fill(values, generator);
      return values;
    }
  }

  private final SameDiff graph;
  private final DataType type;
  private final List<Entry> entries = new ArrayList<>();
  private final Set<String> names = new HashSet<>();

  /**
   * Begins with none.
   *
   * @param type FLOAT, or DOUBLE for gradient checks
   */
  public Parameters(SameDiff graph, DataType type) {
    this.graph = graph;
    this.type = type;
  }

  /** Returns the graph that the arrays belong to. */
  public SameDiff graph() {
    return graph;
  }

  /** Returns the type of all arrays. */
  public DataType type() {
    return type;
  }

  /** Adds a trained array to the graph. */
  public SDVariable add(String name, Role role, Initialiser initialiser, long... shape) {
    checkArgument(
        role.trained(), "%s: a statistic is added with its batch value or as given", name);
    SDVariable variable = variable(name, shape);
    register(
        new Entry(name, listOf(shape), role, initialiser, Optional.of(variable), Optional.empty()));
    return variable;
  }

  /** Adds a statistic that the graph takes from outside, as a constant. */
  public SDVariable addStatistic(String name, Role role, int channels) {
    SDVariable variable = variable(name, channels);
    register(
        new Entry(
            name, listOf(channels), role, first(role), Optional.of(variable), Optional.empty()));
    return variable;
  }

  /** Adds a statistic that the graph calculates from the batch. */
  public void addBatchStatistic(String name, Role role, int channels, SDVariable batchValue) {
    register(
        new Entry(
            name, listOf(channels), role, first(role), Optional.empty(), Optional.of(batchValue)));
  }

  private static Initialiser first(Role role) {
    return Initialiser.constant(role == Role.MEAN ? 0 : 1);
  }

  private SDVariable variable(String name, long... shape) {
    return graph.placeHolder(name, type, shape);
  }

  private static List<Long> listOf(long... shape) {
    return LongStream.of(shape).boxed().toList();
  }

  private void register(Entry entry) {
    checkArgument(names.add(entry.name()), "%s: registered twice", entry.name());
    entries.add(entry);
  }

  /** Returns all arrays in the order of their registration. */
  public List<Entry> entries() {
    return Collections.unmodifiableList(entries);
  }

  /** Returns what is trained, in the order of registration. */
  public List<Entry> trained() {
    return entries.stream().filter(entry -> entry.role().trained()).toList();
  }

  /** Returns the batch-norm statistics, in the order of registration. */
  public List<Entry> statistics() {
    return entries.stream().filter(entry -> !entry.role().trained()).toList();
  }
}
