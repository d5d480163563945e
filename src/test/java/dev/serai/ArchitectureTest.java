package dev.serai;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;

/** The borders between the packages, and habits that no reviewer should have to look for. */
@AnalyzeClasses(packages = "dev.serai", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final DescribedPredicate<JavaClass> SETTINGS =
            simpleNameEndingWith("Configuration").or(simpleNameEndingWith("Settings"));

    @ArchTest
    static final ArchRule search_needs_nothing_but_the_jdk_lucene_and_vectors = classes()
            .that()
            .resideInAPackage("dev.serai.search..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..", "org.apache.lucene..", "org.jspecify..", "dev.serai.vectors..", "dev.serai.search..");

    @ArchTest
    static final ArchRule vectors_need_nothing_but_the_jdk = classes()
            .that()
            .resideInAPackage("dev.serai.vectors..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "jdk.incubator.vector..", "org.jspecify..", "dev.serai.vectors..");

    @ArchTest
    static final ArchRule text_and_embedding_meet_spring_only_where_they_are_wired = noClasses()
            .that(resideInAnyPackage("dev.serai.text..", "dev.serai.embedding..")
                    .and(not(SETTINGS)))
            .should()
            .dependOnClassesThat(
                    resideInAPackage("org.springframework..").and(not(resideInAPackage("org.springframework.util.."))))
            .because("both are plain Java; Spring's helpers for folders and sizes are no framework");

    @ArchTest
    static final ArchRule the_gate_does_not_know_what_lies_behind_it = noClasses()
            .that()
            .resideInAPackage("dev.serai.http..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.serai.documents..", "dev.serai.pipeline..", "dev.serai.indexing..", "dev.serai.hub..");

    @ArchTest
    static final ArchRule problems_depend_on_nothing_of_ours = noClasses()
            .that()
            .resideInAPackage("dev.serai.problem..")
            .should()
            .dependOnClassesThat(resideInAPackage("dev.serai..").and(not(resideInAPackage("dev.serai.problem.."))));

    @ArchTest
    static final ArchRule the_launcher_stands_alone = classes()
            .that()
            .resideInAPackage("dev.serai.launch..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.jspecify..", "dev.serai.launch..")
            .because("it must load on an older Java, without the libraries");

    @ArchTest
    static final ArchRule packages_form_no_cycle =
            slices().matching("dev.serai.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule wiring_is_nobody_elses_business = classes()
            .that()
            .haveSimpleNameEndingWith("Configuration")
            .and()
            .resideOutsideOfPackage("dev.serai.access..")
            .should()
            .bePackagePrivate();

    @ArchTest
    static final ArchRule nothing_is_injected_into_fields = fields().should()
            .notBeAnnotatedWith("org.springframework.beans.factory.annotation.Autowired")
            .andShould()
            .notBeAnnotatedWith("org.springframework.beans.factory.annotation.Value")
            .andShould()
            .notBeAnnotatedWith("jakarta.inject.Inject")
            .andShould()
            .notBeAnnotatedWith("jakarta.annotation.Resource");

    @ArchTest
    static final ArchRule logs_go_through_slf4j = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.util.logging..", "org.apache.commons.logging..", "org.apache.log4j..");

    @ArchTest
    static final ArchRule only_programs_print = noClasses()
            .that(resideInAPackage("dev.serai..")
                    .and(not(resideInAnyPackage(
                            "dev.serai", "dev.serai.command..", "dev.serai.launch..", "dev.serai.servers..")))
                    .and(not(simpleNameEndingWith("Worker"))))
            .should(ACCESS_STANDARD_STREAMS);

    @ArchTest
    static final ArchRule no_generated_accessors =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("lombok..");

    @ArchTest
    static void every_package_says_what_it_is_for_and_is_null_marked(JavaClasses classes) {
        classes().should(liveInANullMarkedPackage()).check(classes);
    }

    private static ArchCondition<JavaClass> liveInANullMarkedPackage() {
        return new ArchCondition<>("live in a package with a package-info that is @NullMarked") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
                    events.add(SimpleConditionEvent.violated(type, type.getPackageName() + " is not @NullMarked"));
                }
            }
        };
    }
}
