// What a container sends as an archive, in pieces: content is neither more nor less than was said, and names are
// bounded. The sums are put right first: they would hold off nearly every mutation, and hold off nobody who means harm.
#include <cstdint>
#include <cstdio>
#include <string>

#include "app/files/archive/tar_reader.h"

using namespace armillary::app;

namespace {

class Taker final : public TarReader::Taker {
public:
    bool begin(const TarMember& member) override {
        if (m_isOpen || member.name.size() > TarReader::kMostHeader + 256) __builtin_trap();
        m_isOpen = true;
        m_left = member.size;
        return true;
    }
    bool content(std::string_view bytes) override {
        if (!m_isOpen || bytes.size() > m_left) __builtin_trap();
        m_left -= bytes.size();
        return true;
    }
    bool end() override {
        if (!m_isOpen || m_left != 0) __builtin_trap();
        m_isOpen = false;
        return true;
    }

private:
    bool m_isOpen = false;
    std::uint64_t m_left = 0;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string archive(reinterpret_cast<const char*>(data), size);
    for (std::size_t at = 0; at + tar::kBlock <= archive.size(); at += tar::kBlock) {
        if (archive.compare(at + tar::kMagic, 5, "ustar") != 0) continue;
        archive.replace(at + tar::kSum, tar::kSumSize, tar::kSumSize, ' ');
        unsigned sum = 0;
        for (std::size_t byte = 0; byte < tar::kBlock; ++byte) sum += static_cast<unsigned char>(archive[at + byte]);
        char digits[8];
        std::snprintf(digits, sizeof digits, "%06o", sum & 0777777);
        archive.replace(at + tar::kSum, 6, digits, 6);
    }
    Taker taker;
    TarReader reader(taker);
    const std::size_t piece = size % 700 + 1;
    for (std::size_t at = 0; at < archive.size(); at += piece)
        if (!reader.feed(std::string_view(archive).substr(at, piece))) break;
    return 0;
}
