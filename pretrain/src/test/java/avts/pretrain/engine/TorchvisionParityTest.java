package avts.pretrain.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.pretrain.checkpoint.SafetensorsReader;
import avts.pretrain.checkpoint.SafetensorsReader.Entry;
import avts.pretrain.engine.EngineConfig.Convolutions;
import avts.pretrain.graph.Layers;
import avts.pretrain.graph.Layers.Channels;
import avts.pretrain.graph.Layers.Statistics;
import avts.pretrain.graph.Parameters;
import avts.pretrain.graph.ops.BinAverage;
import avts.pretrain.graph.ops.BinAverage.Bins;
import avts.pretrain.graph.ops.BinAverage.TimeAxis;
import avts.pretrain.graph.ops.NativeValues;
import avts.pretrain.graph.ops.Workers;
import avts.pretrain.model.InputShape;
import avts.pretrain.model.NetworkConfig;
import avts.pretrain.model.NetworkConfig.Arch;
import avts.pretrain.model.VideoEncoder;
import avts.pretrain.testing.Formula;
import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The video networks against torchvision's, stage by stage. The vectors are written by {@code
 * src/test/python/torchvision_vectors.py}.
 */
final class TorchvisionParityTest {
  private static final double TOLERANCE = 1e-4;
  private static final int CLASSES = 400;

  @ParameterizedTest
  @EnumSource(
      value = Arch.class,
      names = {"MC3_18", "R3D_18", "R2PLUS1D_18"})
  void givesWhatTorchvisionGives(Arch arch) throws Exception {
    compare(arch, 2, new InputShape(3, 8, 56, 56, 1, 1));
  }

  @Tag("slow")
  @ParameterizedTest
  @EnumSource(
      value = Arch.class,
      names = {"MC3_18", "R3D_18", "R2PLUS1D_18"})
  void givesWhatTorchvisionGivesAtFullSize(Arch arch) throws Exception {
    compare(arch, 1, new InputShape(3, 16, 112, 112, 1, 1));
  }

  private static void compare(Arch arch, int clips, InputShape input) throws Exception {
    String name = arch.name().toLowerCase(Locale.ROOT).replace('_', '-');
    String file = name + "-" + input.frames() + "x" + input.height() + ".safetensors";
    Map<String, float[]> outputs = outputs(arch, clips, input);
    try (SafetensorsReader vectors = open(file)) {
      for (Map.Entry<String, float[]> output : outputs.entrySet()) {
        String stage = output.getKey();
        float[] expected = read(vectors, stage);
        boolean whole = stage.equals("pooled") || stage.equals("logits");
        double scale = whole ? rms(expected) : read(vectors, stage + ".rms")[0];
        float[] actual = whole ? output.getValue() : samples(output.getValue(), expected.length);
        if (!whole) {
          assertEquals(1, rms(output.getValue()) / scale, TOLERANCE, file + " " + stage + ".rms");
        }
        assertEquals(expected.length, actual.length, stage);
        double worst = 0;
        for (int i = 0; i < actual.length; i++) {
          worst = Math.max(worst, Math.abs(actual[i] - expected[i]) / scale);
        }
        System.out.printf(Locale.ROOT, "%s %s: %.1e%n", file, stage, worst);
        assertTrue(worst <= TOLERANCE, file + " " + stage + " is off by " + worst);
      }
    }
  }

  @MustBeClosed
  private static SafetensorsReader open(String name) throws IOException, URISyntaxException {
    return SafetensorsReader.open(
        Path.of(
            Objects.requireNonNull(
                    TorchvisionParityTest.class.getResource("/avts/pretrain/exchange/" + name))
                .toURI()));
  }

  private static float[] read(SafetensorsReader vectors, String name) throws IOException {
    Entry entry = Objects.requireNonNull(vectors.entries().get(name), name);
    float[] values = new float[entry.size()];
    vectors.read(name, values, 0);
    return values;
  }

  private static double rms(float... values) {
    double square = 0;
    for (float value : values) {
      square += (double) value * value;
    }
    return Math.sqrt(square / values.length);
  }

  /** Takes the places that the script takes. */
  private static float[] samples(float[] values, int count) {
    float[] samples = new float[count];
    for (int k = 0; k < count; k++) {
      samples[k] = values[Math.toIntExact(k * 2654435761L % values.length)];
    }
    return samples;
  }

  private static Map<String, float[]> outputs(Arch arch, int clips, InputShape input) {
    SameDiff graph = SameDiff.create();
    Parameters parameters = new Parameters(graph, DataType.FLOAT);
    Layers layers = new Layers(parameters, Statistics.RUNNING, 1e-5);
    VideoEncoder encoder = new VideoEncoder(new NetworkConfig.Video(arch, 1, true, 2), input, 1);
    long[] shape = {clips, 3, input.frames(), input.height(), input.width()};
    SDVariable maps =
        encoder.build(layers, graph.placeHolder("clips", DataType.FLOAT, shape)).output();
    SDVariable pooled = BinAverage.of(maps, new Bins(1, 1, TimeAxis.FIRST, 1));
    SDVariable logits =
        layers.linear("video.fc", pooled, new Channels(encoder.outputChannels(), CLASSES));
    Map<String, String> names = new LinkedHashMap<>();
    names.put("stem", inputOf(graph, "video.layer1.0.conv1"));
    names.put("layer1", inputOf(graph, "video.layer2.0.conv1"));
    names.put("layer2", inputOf(graph, "video.layer3.0.conv1"));
    names.put("layer3", inputOf(graph, "video.layer4.0.conv1"));
    names.put("layer4", maps.name());
    names.put("pooled", pooled.name());
    names.put("logits", logits.name());
    Map<String, float[]> outputs = new LinkedHashMap<>();
    try (Workers workers = new Workers(Backend.load().threads());
        NetworkValues values = new NetworkValues(parameters, DataType.FLOAT)) {
      values.load(Formula.vector(values.parameters()), Formula.vector(values.statistics()));
      GraphPlan.Recipe recipe =
          new GraphPlan.Recipe(
              graph, Map.of("clips", shape), values.bind(parameters), names.values());
      try (GraphPlan plan =
          new GraphPlan(
              recipe, new GraphContext(DataType.FLOAT, 0, workers, Convolutions.ONEDNN))) {
        NativeValues.write(Formula.clips(clips * input.videoSize()), 0, plan.array("clips"));
        plan.run();
        names.forEach((stage, name) -> outputs.put(stage, array(plan.array(name))));
      }
    }
    return outputs;
  }

  /** Returns what goes into a layer: a stage's output is the input of the next one's first. */
  private static String inputOf(SameDiff graph, String layer) {
    return Stream.of(graph.ops())
        .map(DifferentialFunction::argNames)
        .filter(inputs -> inputs.length > 1 && inputs[1].startsWith(layer + "."))
        .findFirst()
        .orElseThrow()[0];
  }

  private static float[] array(INDArray array) {
    float[] values = new float[Math.toIntExact(array.length())];
    NativeValues.read(array, values, 0);
    return values;
  }
}
