package avts.datasets.manifest;

import avts.datasets.time.FrameRate;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import java.io.IOException;

/** The one dialect of JSON that manifests, journals and reports are written in. */
public final class ManifestJson {

  private ManifestJson() {}

  /**
   * Returns a strict mapper: snake_case keys; unknown, missing or doubled keys and values of
   * another type are refused; frame rates are text such as {@code "30000/1001"}. A component with
   * {@link JsonInclude}, which may be left out in writing, may be missing in reading: it is null
   * then.
   */
  public static JsonMapper mapper() {
    SimpleModule rates = new SimpleModule("frame rates");
    rates.addSerializer(FrameRate.class, new RateWriter());
    rates.addDeserializer(FrameRate.class, new RateReader());
    return JsonMapper.builder()
        .addModule(rates)
        .annotationIntrospector(new Strict())
        .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
        .build();
  }

  /** Requires every component that is always written. */
  private static final class Strict extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1L;

    @Override
    public Boolean hasRequiredMarker(AnnotatedMember component) {
      return !component.hasAnnotation(JsonInclude.class);
    }
  }

  private static final class RateWriter extends StdScalarSerializer<FrameRate> {
    private static final long serialVersionUID = 1L;

    RateWriter() {
      super(FrameRate.class);
    }

    @Override
    public void serialize(FrameRate rate, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeString(rate.toString());
    }
  }

  private static final class RateReader extends StdScalarDeserializer<FrameRate> {
    private static final long serialVersionUID = 1L;

    RateReader() {
      super(FrameRate.class);
    }

    @Override
    public FrameRate deserialize(JsonParser in, DeserializationContext context) throws IOException {
      String text = in.getText();
      try {
        return FrameRate.parse(text);
      } catch (IllegalArgumentException e) {
        throw context.weirdStringException(text, FrameRate.class, String.valueOf(e.getMessage()));
      }
    }
  }
}
