package dev.serai.schedules;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serai.http.RouteCaller;
import dev.serai.live.LiveRoutes;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.component.quartz.QuartzComponent;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.quartz.Scheduler;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.quartz.QuartzProperties;
import org.springframework.boot.autoconfigure.quartz.SchedulerFactoryBeanCustomizer;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** The beans that the routes of schedules name. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ScheduleSettings.class)
class SchedulesConfiguration {
    @Bean
    Jobs scheduledJobs(ScheduleSettings settings, Environment environment) {
        return Jobs.of(settings, environment::getProperty);
    }

    @Bean
    Schedules schedules(Jobs jobs, ScheduleSettings settings, ObjectMapper json) {
        return new Schedules(jobs, new Due(settings.onTime(), settings.mostMissed()), json, Clock.systemUTC());
    }

    @Bean
    ScheduleDoor scheduleDoor(Jobs jobs) {
        return new ScheduleDoor(jobs);
    }

    @Bean
    OrgSchedules orgSchedules(Jobs jobs) {
        return new OrgSchedules(jobs);
    }

    @Bean
    FiringWork firingWork(Jobs jobs, ScheduleSettings settings, RouteCaller routes, MeterRegistry meters) {
        return new FiringWork(jobs, settings, routes, meters, RandomGenerator.getDefault());
    }

    @Bean
    ScheduleFigures scheduleFigures(MeterRegistry meters) {
        return new ScheduleFigures(meters);
    }

    /** By the name under which Camel looks for it. */
    @Bean("quartz-component")
    QuartzComponent ticks() {
        return new TickComponent();
    }

    @Bean
    SchedulerFactoryBeanCustomizer clockStore(
            QuartzProperties properties, @Qualifier("systemDataSource") DataSource postgres) {
        return ClockStore.of(properties, postgres);
    }

    @Bean
    RetiredTriggers retiredTriggers(Scheduler scheduler, CamelContext camel) {
        return new RetiredTriggers(scheduler, camel);
    }

    /** The threads that firings run on; those of endpoints run on them too. */
    @Bean(destroyMethod = "shutdown")
    ExecutorService scheduleWorkers(ScheduleSettings settings) {
        return Executors.newFixedThreadPool(
                settings.workers(), Thread.ofPlatform().name("schedules-", 0).factory());
    }

    @Bean
    CamelContextConfiguration jobRoutes(Jobs jobs, LiveRoutes live) {
        return new CamelContextConfiguration() {
            @Override
            public void beforeApplicationStart(CamelContext camel) {
                // the routes are not there yet
            }

            @Override
            public void afterApplicationStart(CamelContext camel) {
                new JobRoutes(jobs, live::isCalled).require();
            }
        };
    }
}
