package avts.datasets;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows inside this module and the borders to other people's libraries. */
@AnalyzeClasses(packages = "avts", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {
  /** The one class outside of media that uses a native library: OpenCV, which is optional. */
  private static final String FACE_FINDER = "avts.datasets.mouth.CascadeFaceFinder";

  @ArchTest
  static final ArchRule NO_CYCLES =
      slices().matching("avts.datasets.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule DECODER_ONLY_IN_MEDIA =
      noClasses()
          .that()
          .resideOutsideOfPackage("avts.datasets.media..")
          .and()
          .doNotHaveFullyQualifiedName(FACE_FINDER)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.bytedeco..");

  @ArchTest
  static final ArchRule OPENCV_IN_ONE_CLASS =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName(FACE_FINDER)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.bytedeco.opencv..");

  @ArchTest
  static final ArchRule FOURIER_ONLY_IN_SIGNAL =
      noClasses()
          .that()
          .resideOutsideOfPackage("avts.datasets.signal..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.jtransforms..", "org.visnow..");

  @ArchTest
  static final ArchRule NO_TENSORS =
      noClasses().should().dependOnClassesThat().resideInAnyPackage("org.nd4j..");

  @ArchTest
  static final ArchRule CONFIGS_ARE_RECORDS =
      classes().that().haveSimpleNameEndingWith("Config").should().beRecords();
}
