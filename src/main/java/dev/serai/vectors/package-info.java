/**
 * Vectors by org: on disk, memory-mapped, searched inside one org. Needs nothing but the JDK.
 *
 * <p>A store is a folder with one file an org, named by the first 16 bytes of the SHA-256 of the org in hexadecimal
 * digits and {@code .vectors}. A file is a header and records, each a multiple of 64 bytes long; numbers are
 * little-endian unless said otherwise.
 *
 * <p>Header, 4096 bytes: magic (8), format 1 (4), dimension (4), length of the org's name in bytes (4), 4 of 0, the name
 * in UTF-8; in the last 4 the CRC32C of all before them.
 *
 * <p>A record is one {@link dev.serai.vectors.VectorStore#apply}. Its header, 64 bytes: magic (4), CRC32C of the header
 * from byte 8 (4), position (8), length of the record (8), rows (4), bytes of the table (4), CRC32C of everything up to
 * the codes (4), of codes and bits (4), of the floats (4), rest 0. Then, each part from a multiple of 64, with {@code
 * s} the dimension rounded up to a multiple of 64:
 *
 * <ul>
 *   <li>table, in the big-endian form of {@link java.io.DataOutput}, a text as its length in bytes and UTF-8: number of
 *       documents; id, version, type, rows of each; number of removed ids; the ids. A removed document is gone from
 *       all records before this one. Rows follow in the order of the documents.
 *   <li>ordinals, scales, factors: 4 bytes a row. Number ≈ code · scale; factor = Σnumber² / Σ|number|.
 *   <li>codes: {@code s} bytes a row. Bits: {@code s} / 8 bytes a row, 1 for a positive number.
 *   <li>floats: 4 · {@code s} bytes a row.
 * </ul>
 *
 * <p>An org of some size has a second file, {@code .clusters}, made in the background from the first and made again when
 * it is lost, damaged or of another state: 64 bytes of header, then, from multiples of 64, the first cluster of each
 * group, the offset of each cluster, scales, spreads and codes of the centres, and the rows cluster by cluster, up to 64
 * at a time: the signs of what lies between each row and its centre, word by word, then factors and row numbers. {@link
 * dev.serai.vectors.Clusters} has the header's fields.
 *
 * <p>Records are only ever appended. One that the file ends in was never finished: it and nothing else is passed over,
 * as are zeros up to the end. Any other disagreement is damage, and the org is dropped. A file written anew takes the
 * place of the old by a rename; all its records but the last have position -1, which is no state to end in.
 */
@NullMarked
package dev.serai.vectors;

import org.jspecify.annotations.NullMarked;
