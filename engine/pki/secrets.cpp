#include "engine/pki/secrets.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include <array>
#include <cstdlib>
#include <stdexcept>

#include "engine/pki/ca.h"

namespace armillary::pki {
namespace {

constexpr std::string_view kBase64Url = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

std::string hex(std::string_view raw) {
    static constexpr char kDigits[] = "0123456789abcdef";
    std::string out;
    out.reserve(raw.size() * 2);
    for (unsigned char byte : raw) {
        out.push_back(kDigits[byte >> 4]);
        out.push_back(kDigits[byte & 15]);
    }
    return out;
}

std::string randomBytes(std::size_t bytes) {
    std::string raw(bytes, '\0');
    if (RAND_bytes(reinterpret_cast<unsigned char*>(raw.data()), static_cast<int>(bytes)) != 1)
        throw std::runtime_error("the system's random number generator does not answer");
    return raw;
}

int digitOf(char c) {
    if (c >= 'A' && c <= 'Z') return c - 'A';
    if (c >= 'a' && c <= 'z') return c - 'a' + 26;
    if (c >= '0' && c <= '9') return c - '0' + 52;
    return c == '-' ? 62 : c == '_' ? 63 : -1;
}

}  // namespace

bool constantTimeEqual(std::string_view left, std::string_view right) {
    // Unequal lengths compare left with itself, so that the time tells only the length that the caller gave.
    bool sameLength = left.size() == right.size();
    const char* other = sameLength ? right.data() : left.data();
    return CRYPTO_memcmp(left.data(), other, left.size()) == 0 && sameLength;
}

std::string randomHex(std::size_t bytes) {
    return hex(randomBytes(bytes));
}

std::string randomUuid() {
    std::string raw = randomBytes(16);
    raw[6] = static_cast<char>((raw[6] & 0x0f) | 0x40);
    raw[8] = static_cast<char>((raw[8] & 0x3f) | 0x80);
    std::string text = hex(raw);
    for (std::size_t at : {8, 13, 18, 23}) text.insert(at, 1, '-');
    return text;
}

std::string sha256(std::string_view data) {
    std::string out(32, '\0');
    unsigned int size = 32;
    if (EVP_Digest(data.data(), data.size(), reinterpret_cast<unsigned char*>(out.data()), &size, EVP_sha256(),
                   nullptr) != 1)
        throw std::runtime_error("SHA-256 is not available");
    return out;
}

std::string encodeBase64Url(std::string_view data) {
    std::string out;
    out.reserve((data.size() * 4 + 2) / 3);
    std::uint32_t buffer = 0;
    int bits = 0;
    for (unsigned char byte : data) {
        buffer = (buffer << 8) | byte;
        bits += 8;
        while (bits >= 6) out.push_back(kBase64Url[(buffer >> (bits -= 6)) & 63]);
    }
    if (bits > 0) out.push_back(kBase64Url[(buffer << (6 - bits)) & 63]);
    return out;
}

bool decodeBase64Url(std::string_view text, std::string& out) {
    if (text.size() % 4 == 1) return false;
    out.clear();
    out.reserve(text.size() * 3 / 4);
    std::uint32_t buffer = 0;
    int bits = 0;
    for (char c : text) {
        int digit = digitOf(c);
        if (digit < 0) return false;
        buffer = (buffer << 6) | static_cast<std::uint32_t>(digit);
        bits += 6;
        if (bits >= 8) out.push_back(static_cast<char>((buffer >> (bits -= 8)) & 255));
    }
    // Bits that no byte uses must be zero, so that one token has one spelling.
    return (buffer & ((1u << bits) - 1)) == 0;
}

}  // namespace armillary::pki
