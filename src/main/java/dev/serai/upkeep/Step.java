package dev.serai.upkeep;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One comparison of a run, done page by page so that it can stop anywhere and memory stays small. */
interface Step {
    String name();

    /** The codes of what it finds. */
    List<String> codes();

    /** Everything on one page compared, mended and noted. */
    Page page(@Nullable String cursor) throws Exception;

    /**
     * What one page came to.
     *
     * @param next where the next page begins; null at the end
     */
    record Page(@Nullable String next, int examined, int healed, int reported) {}
}
