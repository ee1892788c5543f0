package avts.pretrain.engine;

import static com.google.common.base.Preconditions.checkArgument;

import avts.pretrain.graph.Parameters;
import avts.pretrain.graph.Parameters.Entry;
import avts.pretrain.graph.Parameters.Role;
import avts.pretrain.graph.ops.NativeValues;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The parameters and statistics of a network in native memory, shared by all its graphs. */
final class NetworkValues implements AutoCloseable {

  private final List<Entry> trained;
  private final List<Entry> statistics;
  private final List<ParameterInfo> parameterInfos;
  private final List<ParameterInfo> statisticInfos;
  private final Map<String, Integer> offsets = new HashMap<>();
  private final Map<String, INDArray> values = new HashMap<>();

  /** Allocates what a graph has registered. */
  NetworkValues(Parameters parameters, DataType type) {
    trained = parameters.trained();
    statistics = parameters.statistics();
    parameterInfos = infos(trained);
    statisticInfos = infos(statistics);
    parameterInfos.forEach(info -> offsets.put(info.name(), info.offset()));
    for (Entry entry : parameters.entries()) {
      long[] shape = entry.shape().stream().mapToLong(Long::longValue).toArray();
      values.put(entry.name(), Nd4j.create(type, shape));
    }
  }

  /** Returns where a parameter begins in the flat parameter vector. */
  int offset(String name) {
    Integer offset = offsets.get(name);
    checkArgument(offset != null, "the network has no parameter %s", name);
    return offset;
  }

  private static List<ParameterInfo> infos(List<Entry> entries) {
    List<ParameterInfo> infos = new ArrayList<>();
    int offset = 0;
    for (Entry entry : entries) {
      List<Integer> shape = entry.shape().stream().map(Math::toIntExact).toList();
      infos.add(new ParameterInfo(entry.name(), shape, role(entry.role()), offset));
      offset = Math.addExact(offset, entry.size());
    }
    return List.copyOf(infos);
  }

  private static ParameterInfo.Role role(Role role) {
    return switch (role) {
      case WEIGHT -> ParameterInfo.Role.WEIGHT;
      case BIAS -> ParameterInfo.Role.BIAS;
      case MEAN, VARIANCE -> ParameterInfo.Role.STATISTIC;
    };
  }

  List<ParameterInfo> parameters() {
    return parameterInfos;
  }

  List<ParameterInfo> statistics() {
    return statisticInfos;
  }

  float[] initialParameters(RandomGenerator generator) {
    return initial(trained, parameterInfos, generator);
  }

  float[] initialStatistics(RandomGenerator generator) {
    return initial(statistics, statisticInfos, generator);
  }

  private static float[] initial(
      List<Entry> entries, List<ParameterInfo> infos, RandomGenerator generator) {
    float[] flat = new float[ParameterInfo.total(infos)];
    for (int i = 0; i < entries.size(); i++) {
      float[] part = entries.get(i).initial(generator);
      System.arraycopy(part, 0, flat, infos.get(i).offset(), part.length);
    }
    return flat;
  }

  /** Copies flat vectors into the native arrays. */
  void load(float[] flatParameters, float[] flatStatistics) {
    write("parameters", flatParameters, parameterInfos);
    write("statistics", flatStatistics, statisticInfos);
  }

  private void write(String what, float[] flat, List<ParameterInfo> infos) {
    checkArgument(
        flat.length == ParameterInfo.total(infos),
        "the network has %s %s, got %s",
        ParameterInfo.total(infos),
        what,
        flat.length);
    for (ParameterInfo info : infos) {
      NativeValues.write(flat, info.offset(), value(info.name()));
    }
  }

  /** Returns the parameters as a flat vector of the caller's. */
  float[] flatParameters() {
    return read(parameterInfos);
  }

  /** Returns the statistics as a flat vector of the caller's. */
  float[] flatStatistics() {
    return read(statisticInfos);
  }

  private float[] read(List<ParameterInfo> infos) {
    float[] flat = new float[ParameterInfo.total(infos)];
    infos.forEach(info -> NativeValues.read(value(info.name()), flat, info.offset()));
    return flat;
  }

  private INDArray value(String name) {
    INDArray value = values.get(name);
    checkArgument(value != null, "the network has no %s", name);
    return value;
  }

  /** Returns the native arrays of what a graph takes from outside, by the graph's names. */
  Map<String, INDArray> bind(Parameters parameters) {
    Map<String, INDArray> bound = new HashMap<>();
    for (Entry entry : parameters.entries()) {
      entry.variable().ifPresent(variable -> bound.put(variable.name(), value(entry.name())));
    }
    return bound;
  }

  @Override
  public void close() {
    values.values().forEach(INDArray::close);
    values.clear();
  }
}
