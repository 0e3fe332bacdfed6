// Runs a fuzz target without libFuzzer: the seeds as they are, then mutations of them from a fixed random sequence, so
// that every test run exercises the decoders with hostile input and a failure repeats.
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

constexpr int kMutations = 4000;

void run(const std::string& input) {
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
}

std::string mutated(std::string text, const std::string& other, std::mt19937_64& random) {
    const int changes = 1 + static_cast<int>(random() % 8);
    for (int change = 0; change < changes; ++change) {
        const std::size_t at = text.empty() ? 0 : random() % text.size();
        switch (random() % 6) {
            case 0:
                text.insert(at, 1, static_cast<char>(random()));
                break;
            case 1:
                if (!text.empty()) text.erase(at, 1 + random() % 8);
                break;
            case 2:
                if (!text.empty()) text[at] = static_cast<char>(text[at] ^ (1 << (random() % 8)));
                break;
            case 3:
                text.resize(at);
                break;
            case 4:
                if (!text.empty()) text.insert(at, text.substr(random() % text.size(), 1 + random() % 64));
                break;
            default:
                if (!other.empty()) text.insert(at, other.substr(random() % other.size(), 1 + random() % 64));
                break;
        }
    }
    return text;
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 2) return std::fprintf(stderr, "usage: %s SEED_FOLDER\n", arguments[0]), 2;
    std::vector<std::string> seeds;
    for (const auto& entry : std::filesystem::directory_iterator(arguments[1])) {
        std::ifstream file(entry.path(), std::ios::binary);
        seeds.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
    }
    if (seeds.empty()) return std::fprintf(stderr, "no seeds in %s\n", arguments[1]), 2;
    run("");
    for (const std::string& seed : seeds) run(seed);
    std::mt19937_64 random(20261123);
    for (int i = 0; i < kMutations; ++i)
        run(mutated(seeds[random() % seeds.size()], seeds[random() % seeds.size()], random));
    std::printf("%zu seeds, %d mutations\n", seeds.size(), kMutations);
}
