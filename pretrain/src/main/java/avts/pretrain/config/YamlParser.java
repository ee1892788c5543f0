package avts.pretrain.config;

import avts.pretrain.config.ConfigNode.Entry;
import avts.pretrain.config.ConfigNode.Mapping;
import avts.pretrain.config.ConfigNode.Origin;
import avts.pretrain.config.ConfigNode.Scalar;
import avts.pretrain.config.ConfigNode.Sequence;
import com.google.common.base.Strings;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Turns YAML text into nodes with their lines; refuses duplicate keys, anchors and tags. */
final class YamlParser {
  private final String source;
  private final boolean lines;

  /**
   * Creates a parser.
   *
   * @param source name of the text, for messages
   * @param lines whether line numbers mean something to the reader of a message
   */
  YamlParser(String source, boolean lines) {
    this.source = source;
    this.lines = lines;
  }

  /** Parses {@code text}; empty text gives a null scalar. */
  ConfigNode parse(String text) {
    try {
      Node node = new Yaml(new LoaderOptions()).compose(new StringReader(text));
      return node == null ? new Scalar("", true, new Origin(source, lines ? 1 : 0)) : convert(node);
    } catch (MarkedYAMLException e) {
      Origin origin =
          new Origin(
              source, lines && e.getProblemMark() != null ? e.getProblemMark().getLine() + 1 : 0);
      throw new ConfigException(origin + ": not valid YAML: " + e.getProblem(), e);
    } catch (YAMLException e) {
      throw new ConfigException(source + ": not valid YAML: " + e.getMessage(), e);
    }
  }

  private Origin origin(Node node) {
    return new Origin(source, lines ? node.getStartMark().getLine() + 1 : 0);
  }

  private ConfigNode convert(Node node) {
    Origin origin = origin(node);
    refuseAnchor(node);
    if (node instanceof ScalarNode scalar) {
      return new Scalar(scalar.getValue(), scalar.getScalarStyle() == ScalarStyle.PLAIN, origin);
    }
    if (node instanceof SequenceNode sequence) {
      List<ConfigNode> items = new ArrayList<>();
      sequence.getValue().forEach(item -> items.add(convert(item)));
      return new Sequence(items, origin);
    }
    if (node instanceof MappingNode mapping) {
      return mapping(mapping, origin);
    }
    throw new ConfigException(origin + ": aliases are not allowed; use extends instead");
  }

  private void refuseAnchor(Node node) {
    if (node.getAnchor() != null) {
      throw new ConfigException(
          Strings.lenientFormat(
              "%s: anchors (&%s) are not allowed; use extends instead",
              origin(node), node.getAnchor()));
    }
  }

  private Mapping mapping(MappingNode node, Origin origin) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    for (NodeTuple tuple : node.getValue()) {
      Origin keyOrigin = origin(tuple.getKeyNode());
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        throw new ConfigException(keyOrigin + ": a key must be a plain word");
      }
      refuseAnchor(key);
      Entry earlier =
          entries.putIfAbsent(key.getValue(), new Entry(convert(tuple.getValueNode()), keyOrigin));
      if (earlier != null) {
        throw new ConfigException(
            Strings.lenientFormat(
                "%s: duplicate key %s (first at %s); remove one of them",
                keyOrigin, key.getValue(), earlier.keyOrigin()));
      }
    }
    return new Mapping(entries, origin);
  }
}
