package avts.pretrain.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a section that the stored configs of earlier versions lack, and tells what those did. A
 * config that somebody writes must have it.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface AddedLater {

  /** Returns the section of earlier versions, in YAML. */
  String before();
}
