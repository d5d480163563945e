package dev.serai.text;

import dev.serai.text.Block.Kind;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What hub and worker say to each other over the worker's standard streams; one request, one answer. */
final class WorkerProtocol {
    private static final int READ = 0;
    private static final int FAILED = 1;

    private WorkerProtocol() {}

    record Request(Path file, MediaType type, int maxCharacters) {}

    static void write(DataOutputStream out, Request request) throws IOException {
        out.writeUTF(request.file().toString());
        out.writeUTF(request.type().name());
        out.writeInt(request.maxCharacters());
        out.flush();
    }

    static Request readRequest(DataInputStream in) throws IOException {
        Path file = Path.of(in.readUTF());
        return new Request(file, MediaType.valueOf(in.readUTF()), in.readInt());
    }

    static void write(DataOutputStream out, ExtractedText text) throws IOException {
        out.writeByte(READ);
        writeText(out, text.text());
        writeText(out, text.title() == null ? "" : text.title());
        writeNumber(out, text.pageCount());
        out.writeInt(text.blocks().size());
        for (Block block : text.blocks()) {
            write(out, block);
        }
        out.flush();
    }

    private static void write(DataOutputStream out, Block block) throws IOException {
        out.writeUTF(block.kind().name());
        out.writeByte(block.level());
        out.writeInt(block.start());
        out.writeInt(block.end());
        writeNumber(out, block.page());
    }

    static void write(DataOutputStream out, ExtractionException failure) throws IOException {
        out.writeByte(FAILED);
        out.writeUTF(failure.kind().name());
        writeText(out, failure.getMessage());
        out.flush();
    }

    /** The text, or what is wrong with the file. An answer that no sane worker gives is an IOException: a parser may have
     * been taken over. */
    static ExtractedText readAnswer(DataInputStream in, int maxCharacters) throws IOException, ExtractionException {
        try {
            if (in.readByte() == FAILED) {
                ExtractionException.Kind kind = ExtractionException.Kind.valueOf(in.readUTF());
                throw new ExtractionException(kind, readText(in, 10_000));
            }
            String text = readText(in, maxCharacters);
            String title = readText(in, maxCharacters);
            Integer pageCount = readNumber(in);
            return new ExtractedText(text, readBlocks(in, text.length()), pageCount, title.isBlank() ? null : title);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new IOException("The worker's answer makes no sense", e);
        }
    }

    private static List<Block> readBlocks(DataInputStream in, int length) throws IOException {
        int count = requireWithin(in.readInt(), length);
        List<Block> blocks = new ArrayList<>();
        int previous = 0;
        for (int i = 0; i < count; i++) {
            Block block = new Block(
                    Kind.valueOf(in.readUTF()), in.readUnsignedByte(), in.readInt(), in.readInt(), readNumber(in));
            if (block.start() < previous || block.end() <= block.start() || block.end() > length) {
                throw new IOException("The worker's answer has a block out of place: " + block);
            }
            previous = block.end();
            blocks.add(block);
        }
        return blocks;
    }

    private static void writeText(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String readText(DataInputStream in, int maxCharacters) throws IOException {
        int length = requireWithin(in.readInt(), (int) Math.min(Integer.MAX_VALUE, maxCharacters * 3L));
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Zero stands for none: pages count from 1. */
    private static void writeNumber(DataOutputStream out, @Nullable Integer number) throws IOException {
        out.writeInt(number == null ? 0 : number);
    }

    private static @Nullable Integer readNumber(DataInputStream in) throws IOException {
        int number = in.readInt();
        return number == 0 ? null : Integer.valueOf(number);
    }

    private static int requireWithin(int value, int limit) throws IOException {
        if (value < 0 || value > limit) {
            throw new IOException("The worker's answer has length %d; at most %d was expected".formatted(value, limit));
        }
        return value;
    }
}
