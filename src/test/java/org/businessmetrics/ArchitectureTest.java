package org.businessmetrics;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethodWhere;
import static com.tngtech.archunit.lang.conditions.ArchConditions.never;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.domain.JavaParameter;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.Architectures;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import java.io.PrintStream;
import java.time.Clock;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.annotation.Testable;

/**
 * What the classes may know of each other and of libraries.
 *
 * <p>Only what is shipped is looked at: test classes, those under {@code testing} among them, may
 * reach anywhere.
 */
class ArchitectureTest {
  private static final String ROOT = "org.businessmetrics";

  private static final String CLOCK = Clock.class.getName();

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  /** Each package and those that it may use, the highest first. */
  private static final Map<String, List<String>> MAY_USE = mayUse();

  private static Map<String, List<String>> mayUse() {
    Map<String, List<String>> mayUse = new LinkedHashMap<>();
    List<String> base = List.of("calendar", "config");
    List<String> stored = join(base, "catalog", "ledger");
    mayUse.put("calendar", List.of());
    // A job's days are those of its calendar.
    mayUse.put("config", List.of("calendar"));
    mayUse.put("catalog", base);
    // Definitions of metrics are part of what the ledger keeps.
    mayUse.put("ledger", join(base, "catalog"));
    // Who holds the lock is a run of the ledger.
    mayUse.put("lock", join(base, "ledger"));
    mayUse.put("plan", base);
    mayUse.put("source", base);
    // Facts are landed from a snapshot of a source.
    mayUse.put("compute", join(stored, "source"));
    mayUse.put("audit", stored);
    // Who publishes holds the lock.
    mayUse.put("publish", join(stored, "lock"));
    mayUse.put("report", stored);
    // What is mailed is a report.
    mayUse.put("deliver", join(stored, "report"));
    mayUse.put("inspect", stored);
    // Lineage begins with what a source gives.
    mayUse.put("dictionary", join(base, "catalog", "source"));
    mayUse.put(
        "run",
        join(
            stored, "lock", "plan", "source", "compute", "audit", "publish", "report", "deliver",
            "inspect"));
    // The sample company fills a database; the command line has the night run over it.
    mayUse.put("demo", base);
    mayUse.put("cli", List.copyOf(mayUse.keySet()));
    return mayUse;
  }

  private static List<String> join(List<String> some, String... more) {
    List<String> all = new ArrayList<>(some);
    all.addAll(List.of(more));
    return List.copyOf(all);
  }

  /** Surefire runs what is named so; benchmarks are run by name. */
  @Test
  void testsAreNamedSoThatTheBuildRunsThem() {
    methods()
        .that()
        .areMetaAnnotatedWith(Testable.class)
        .should()
        .beDeclaredInClassesThat()
        .haveNameMatching(".*(Test|Bench|Benchmark)(\\$.*)?")
        .check(
            new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
                .importPackages(ROOT));
  }

  @Test
  void packagesUseOnlyThoseBelowThem() {
    LayeredArchitecture layers = layers();
    for (String name : MAY_USE.keySet()) {
      layers = layers.layer(name).definedBy(inPackage(name));
    }
    for (Map.Entry<String, List<String>> entry : MAY_USE.entrySet()) {
      layers =
          entry.getValue().isEmpty()
              ? layers.whereLayer(entry.getKey()).mayNotAccessAnyLayer()
              : layers
                  .whereLayer(entry.getKey())
                  .mayOnlyAccessLayers(entry.getValue().toArray(String[]::new));
    }
    layers.check(CLASSES);
  }

  @Test
  void everyPackageHasItsPlaceInTheOrder() {
    Set<String> found = new TreeSet<>();
    for (JavaClass each : CLASSES) {
      found.add(each.getPackageName().substring(ROOT.length() + 1).replaceFirst("\\..*", ""));
    }
    assertThat(MAY_USE.keySet()).containsExactlyInAnyOrderElementsOf(found);
  }

  @Test
  void noPackagesUseEachOtherInACircle() {
    slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    slices().matching(ROOT + ".source.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void librariesStayInThePackagesNamedForThem() {
    onlyIn("org.apache.spark..", "source", "compute");
    onlyIn("org.apache.hadoop..", "source", "compute");
    onlyIn("org.jdbi..", "ledger", "lock", "publish", "audit", "report", "inspect");
    onlyIn("org.flywaydb..", "ledger");
    onlyIn("org.jfree..", "report");
    onlyIn("org.apache.pdfbox..", "report");
    onlyIn("java.awt..", "report");
    onlyIn("com.ibm.icu..", "report");
    onlyIn("jakarta.mail..", "deliver");
    onlyIn("org.eclipse.angus..", "deliver");
    onlyIn("picocli..", "cli");
    onlyIn("org.commonmark..", "dictionary");
  }

  @Test
  void onlyTheCommandLineAsksTheMachineForTheTime() {
    DescribedPredicate<JavaMethodCall> now =
        DescribedPredicate.describe(
            "now() without a clock",
            call ->
                call.getTarget().getName().equals("now")
                    && call.getTargetOwner().getPackageName().startsWith("java.time")
                    && !call.getTarget().getRawParameterTypes().toString().contains(CLOCK));
    DescribedPredicate<JavaMethodCall> systemClock =
        DescribedPredicate.describe(
            "a clock of the system",
            call ->
                call.getTargetOwner().isEquivalentTo(Clock.class)
                    && call.getTarget().getName().startsWith("system"));
    DescribedPredicate<JavaMethodCall> milliseconds =
        DescribedPredicate.describe(
            "System.currentTimeMillis()",
            call ->
                call.getTargetOwner().isEquivalentTo(System.class)
                    && call.getTarget().getName().equals("currentTimeMillis"));
    // The command line makes the clock that everybody else is given.
    classes()
        .that()
        .resideOutsideOfPackage(inPackage("cli"))
        .should(never(callMethodWhere(now.or(systemClock).or(milliseconds))))
        .check(CLASSES);
  }

  @Test
  void timesAreInstantsAndDays() {
    noClasses()
        .should()
        .dependOnClassesThat(
            type(java.util.Date.class)
                .or(type(java.util.Calendar.class))
                .or(type(java.text.SimpleDateFormat.class)))
        .because("java.time says which of instant, day and local time is meant")
        .check(CLASSES);
    noClasses()
        .should()
        .dependOnClassesThat(type(LocalDateTime.class))
        .because("a local time alone names no instant, and on the night of a clock change two")
        .check(CLASSES);
  }

  @Test
  void onlyMainKnowsTheTerminal() {
    DescribedPredicate<AccessTarget.FieldAccessTarget> standard =
        DescribedPredicate.describe(
            "standard output or error",
            target ->
                target.getOwner().isEquivalentTo(System.class)
                    && target.getRawType().isEquivalentTo(PrintStream.class));
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(ROOT + ".cli.Main")
        .should()
        .accessTargetWhere(
            DescribedPredicate.describe(
                standard.getDescription(),
                access ->
                    access.getTarget() instanceof AccessTarget.FieldAccessTarget field
                        && standard.test(field)))
        .check(CLASSES);
    noClasses()
        .should()
        .callMethod(Throwable.class, "printStackTrace")
        .because("stack traces go to the log")
        .check(CLASSES);
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(ROOT + ".cli.Main")
        .should()
        .callMethod(System.class, "exit", int.class)
        .check(CLASSES);
  }

  @Test
  void figuresAreExact() {
    String[] exact = {
      inPackage("compute"),
      inPackage("publish"),
      inPackage("ledger"),
      inPackage("audit"),
      inPackage("catalog"),
      inPackage("inspect")
    };
    DescribedPredicate<JavaClass> inexact =
        type(double.class)
            .or(type(float.class))
            .or(type(Double.class))
            .or(type(Float.class))
            .as("of binary fractions");
    fields()
        .that()
        .areDeclaredInClassesThat(resideInAnyPackage(exact))
        .should()
        .notHaveRawType(inexact)
        .because("money and shares are decimal")
        .check(CLASSES);
    codeUnits()
        .that()
        .areDeclaredInClassesThat(resideInAnyPackage(exact))
        .should(neitherTakeNorReturn(inexact))
        .because("money and shares are decimal")
        .check(CLASSES);
  }

  @Test
  void nothingIsNullUnlessItSaysSo() {
    for (JavaPackage each : packages(CLASSES.getPackage(ROOT))) {
      if (!each.getClasses().isEmpty()) {
        assertThat(each.isAnnotatedWith(NullMarked.class))
            .as("%s has a package-info.java with @NullMarked", each.getName())
            .isTrue();
      }
    }
  }

  private static Set<JavaPackage> packages(JavaPackage root) {
    return root.getSubpackagesInTree();
  }

  private static String inPackage(String name) {
    return "%s.%s..".formatted(ROOT, name);
  }

  private static LayeredArchitecture layers() {
    return Architectures.layeredArchitecture().consideringOnlyDependenciesInLayers();
  }

  private static void onlyIn(String library, String... packages) {
    String[] allowed = new String[packages.length];
    for (int i = 0; i < packages.length; i++) {
      allowed[i] = inPackage(packages[i]);
    }
    noClasses()
        .that()
        .resideOutsideOfPackages(allowed)
        .should()
        .dependOnClassesThat(resideInAPackage(library))
        .check(CLASSES);
    assertThat(CLASSES.stream().anyMatch(each -> dependsOn(each, library)))
        .as("%s is used at all", library)
        .isTrue();
  }

  private static boolean dependsOn(JavaClass each, String library) {
    DescribedPredicate<JavaClass> predicate = resideInAPackage(library);
    return each.getDirectDependenciesFromSelf().stream()
        .anyMatch(dependency -> predicate.test(dependency.getTargetClass()));
  }

  private static ArchCondition<JavaCodeUnit> neitherTakeNorReturn(
      DescribedPredicate<JavaClass> type) {
    return new ArchCondition<>("neither take nor return " + type.getDescription()) {
      @Override
      public void check(JavaCodeUnit unit, ConditionEvents events) {
        boolean returns = type.test(unit.getRawReturnType());
        boolean takes = unit.getParameters().stream().map(JavaParameter::getRawType).anyMatch(type);
        if (returns || takes) {
          events.add(
              SimpleConditionEvent.violated(
                  unit, "%s takes or returns a binary fraction".formatted(unit.getFullName())));
        }
      }
    };
  }
}
