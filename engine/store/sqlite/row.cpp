#include "engine/store/sqlite/row.h"

#include <sqlite3.h>
#include <zlib.h>

#include <array>
#include <format>

namespace armillary::store::sqlite {

namespace {

/// A damaged key may hold anything.
std::string printable(std::string_view key) {
    std::string out(key.substr(0, 200));
    for (char& each : out)
        if (each < ' ' || each > '~') each = '?';
    return out;
}

}  // namespace

std::int64_t checksumOf(const LogRow& row) {
    const std::array<std::int64_t, 5> numbers = {row.revision, row.previous, row.created, row.deleted ? 1 : 0,
                                                 static_cast<std::int64_t>(row.key.size())};
    // Byte by byte, lowest first, so that a file means the same on every machine.
    std::array<unsigned char, numbers.size() * 8> bytes;
    for (std::size_t i = 0; i < bytes.size(); ++i)
        bytes[i] = static_cast<unsigned char>(static_cast<std::uint64_t>(numbers[i / 8]) >> (i % 8 * 8));
    uLong sum = crc32_z(0, bytes.data(), bytes.size());
    for (const std::string_view text : {row.key, row.value})
        sum = crc32_z(sum, reinterpret_cast<const Bytef*>(text.data() ? text.data() : ""), text.size());
    return static_cast<std::int64_t>(sum);
}

LogRow checkedRow(const Statement& statement, int column) {
    const LogRow row{.revision = statement.number(column),
                     .key = statement.bytes(column + 1),
                     .previous = statement.number(column + 2),
                     .created = statement.number(column + 3),
                     .deleted = statement.number(column + 4) != 0,
                     .value = statement.bytes(column + 5)};
    if (statement.isNull(column + 6) || statement.number(column + 6) != checksumOf(row))
        throw damaged(
            std::format("revision {} of the key {} is not what was written", row.revision, printable(row.key)));
    return row;
}

Failure damaged(std::string text) {
    return {SQLITE_CORRUPT, 0, std::move(text)};
}

}  // namespace armillary::store::sqlite
