#include "engine_texts.h"

#include <QCoreApplication>
#include <algorithm>

namespace armillary::app {

namespace {

constexpr const char* kTexts[] = {
    // Ways in which one object refers to another, and why some are read only.
    QT_TRANSLATE_NOOP("armillary::app::EngineTexts", "a listener's certificate"),
    QT_TRANSLATE_NOOP("armillary::app::EngineTexts", "all keys as environment variables"),
    QT_TRANSLATE_NOOP("armillary::app::EngineTexts", "all keys as files"),
    QT_TRANSLATE_NOOP("armillary::app::EngineTexts", "all that no rule is for"),
    QT_TRANSLATE_NOOP("armillary::app::EngineTexts", "as a directory"),
    QT_TRANSLATE_NOOP("armillary::app::EngineTexts", "be about these pods"),
    QT_TRANSLATE_NOOP("armillary::app::EngineTexts", "begin with a copy of it"),
    QT_TRANSLATE_NOOP("armillary::app::EngineTexts", "begin with what it says"),
    QT_TRANSLATE_NOOP("armillary::app::EngineTexts", "files together with those of other sources"),
    QT_TRANSLATE_NOOP("armillary::app::EngineTexts", "for this claim alone"),
    QT_TRANSLATE_NOOP("armillary::app::EngineTexts", "how many pods there are"),
    QT_TRANSLATE_NOOP("armillary::app::EngineTexts", "how much its pods matter"),
    QT_TRANSLATE_NOOP("armillary::app::EngineTexts", "its claims are made from a template, and named after it"),
    QT_TRANSLATE_NOOP("armillary::app::EngineTexts", "keep enough of these pods running"),
    QT_TRANSLATE_NOOP("armillary::app::EngineTexts", "let them be reached"),
    QT_TRANSLATE_NOOP("armillary::app::EngineTexts", "let them come in"),
    QT_TRANSLATE_NOOP("armillary::app::EngineTexts", "one key as an environment variable"),
    QT_TRANSLATE_NOOP("armillary::app::EngineTexts", "run on this node alone"),
    QT_TRANSLATE_NOOP("armillary::app::EngineTexts", "run on this node, whatever the scheduler says"),
    QT_TRANSLATE_NOOP("armillary::app::EngineTexts", "send its traffic to these pods"),
    QT_TRANSLATE_NOOP("armillary::app::EngineTexts", "the account that its pods run as"),
    QT_TRANSLATE_NOOP("armillary::app::EngineTexts", "the certificate for its hosts"),
    QT_TRANSLATE_NOOP("armillary::app::EngineTexts", "the claim is made together with the pod, and named after it"),
    QT_TRANSLATE_NOOP("armillary::app::EngineTexts", "the class of the volume that it gets"),
    QT_TRANSLATE_NOOP("armillary::app::EngineTexts", "the class of the volumes that its claims get"),
    QT_TRANSLATE_NOOP("armillary::app::EngineTexts", "the class that it is of"),
    QT_TRANSLATE_NOOP("armillary::app::EngineTexts", "the service that gives its pods their names"),
    QT_TRANSLATE_NOOP("armillary::app::EngineTexts", "this very volume"),
    QT_TRANSLATE_NOOP("armillary::app::EngineTexts", "what a driver's volume is opened with"),
    QT_TRANSLATE_NOOP("armillary::app::EngineTexts", "what a volume is opened with"),
    QT_TRANSLATE_NOOP("armillary::app::EngineTexts", "what an Azure file share is opened with"),
    QT_TRANSLATE_NOOP("armillary::app::EngineTexts", "what images of its pods are pulled with"),
    QT_TRANSLATE_NOOP("armillary::app::EngineTexts", "what is asked of a host, below a path"),
    QT_TRANSLATE_NOOP("armillary::app::EngineTexts", "what it allows"),
    QT_TRANSLATE_NOOP("armillary::app::EngineTexts", "what it is set up with"),
    QT_TRANSLATE_NOOP("armillary::app::EngineTexts", "what its images are pulled with"),
    QT_TRANSLATE_NOOP("armillary::app::EngineTexts", "what its pods may mount"),
    QT_TRANSLATE_NOOP("armillary::app::EngineTexts", "what runs its containers"),
    QT_TRANSLATE_NOOP("armillary::app::EngineTexts", "where a copy of a rule's traffic goes"),
    QT_TRANSLATE_NOOP("armillary::app::EngineTexts", "where a rule sends its traffic"),
    QT_TRANSLATE_NOOP("armillary::app::EngineTexts", "where its traffic comes in"),
    QT_TRANSLATE_NOOP("armillary::app::EngineTexts", "who converts between its versions"),
    QT_TRANSLATE_NOOP("armillary::app::EngineTexts", "who is asked"),
    QT_TRANSLATE_NOOP("armillary::app::EngineTexts",
                      "who owns an object is written by what made it, and by nobody else"),
    QT_TRANSLATE_NOOP("armillary::app::EngineTexts", "who serves it"),
    QT_TRANSLATE_NOOP("armillary::app::EngineTexts", "whom it allows something"),
    // Why a change was refused.
    QT_TRANSLATE_NOOP("armillary::app::EngineTexts", "nothing refers to itself"),
    QT_TRANSLATE_NOOP("armillary::app::EngineTexts", "it is no longer there"),
    QT_TRANSLATE_NOOP("armillary::app::EngineTexts", "its fields cannot be read: mend them first"),
    QT_TRANSLATE_NOOP("armillary::app::EngineTexts", "the file is shorter than that"),
    QT_TRANSLATE_NOOP("armillary::app::EngineTexts", "a JSON file holds one object: put it into another file"),
    QT_TRANSLATE_NOOP("armillary::app::EngineTexts", "the file has no such document"),
    QT_TRANSLATE_NOOP("armillary::app::EngineTexts", "the documents of the file would come to mean something else"),
    QT_TRANSLATE_NOOP("armillary::app::EngineTexts", "there is no such file"),
    QT_TRANSLATE_NOOP("armillary::app::EngineTexts", "a port is a number from 1 to 65535"),
    QT_TRANSLATE_NOOP("armillary::app::EngineTexts", "a path begins with '/'"),
    QT_TRANSLATE_NOOP("armillary::app::EngineTexts", "the path to mount at begins with '/' and has no ':'"),
};

}  // namespace

QString translatedText(std::string_view text) {
    const auto known = std::ranges::find_if(kTexts, [&](const char* each) { return text == each; });
    return known == std::end(kTexts) ? QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()))
                                     : QCoreApplication::translate("armillary::app::EngineTexts", *known);
}

bool isTranslatedText(std::string_view text) {
    return std::ranges::any_of(kTexts, [&](const char* each) { return text == each; });
}

}  // namespace armillary::app
