#include "canvas_glyphs.h"

#include <map>

namespace armillary::app {

const CanvasGlyph& canvasGlyphOf(const std::string& kind) {
    static const CanvasGlyph cube = {{{10, 2}, {17, 6}, {17, 14}, {10, 18}, {3, 14}, {3, 6}, {10, 2}},
                                     {{3, 6}, {10, 10}, {17, 6}},
                                     {{10, 10}, {10, 18}}};
    static const CanvasGlyph stack = {{{3, 7}, {13, 7}, {13, 17}, {3, 17}, {3, 7}},
                                      {{7, 7}, {7, 3}, {17, 3}, {17, 13}, {13, 13}}};
    static const CanvasGlyph numbered = {{{3, 3}, {17, 3}, {17, 8}, {3, 8}, {3, 3}},
                                         {{3, 12}, {17, 12}, {17, 17}, {3, 17}, {3, 12}},
                                         {{6, 5.5}, {7, 5.5}},
                                         {{6, 14.5}, {7, 14.5}}};
    static const CanvasGlyph everywhere = {{{2, 2}, {8, 2}, {8, 8}, {2, 8}, {2, 2}},
                                           {{12, 2}, {18, 2}, {18, 8}, {12, 8}, {12, 2}},
                                           {{2, 12}, {8, 12}, {8, 18}, {2, 18}, {2, 12}},
                                           {{12, 12}, {18, 12}, {18, 18}, {12, 18}, {12, 12}}};
    static const CanvasGlyph done = {{{4, 3}, {16, 3}, {16, 17}, {4, 17}, {4, 3}}, {{7, 10}, {9, 12.5}, {13.5, 7.5}}};
    static const CanvasGlyph clock = {
        {{10, 2}, {15.7, 4.3}, {18, 10}, {15.7, 15.7}, {10, 18}, {4.3, 15.7}, {2, 10}, {4.3, 4.3}, {10, 2}},
        {{10, 5.5}, {10, 10}, {13.5, 12}}};
    static const CanvasGlyph pod = {{{10, 2}, {17, 6}, {17, 14}, {10, 18}, {3, 14}, {3, 6}, {10, 2}}};
    static const CanvasGlyph fan = {{{2, 10}, {8, 10}}, {{8, 10}, {17, 4}}, {{8, 10}, {17, 10}}, {{8, 10}, {17, 16}}};
    static const CanvasGlyph door = {
        {{2, 10}, {12, 10}}, {{8.5, 6.5}, {12, 10}, {8.5, 13.5}}, {{9, 3}, {17, 3}, {17, 17}, {9, 17}}};
    static const CanvasGlyph gate = {{{3, 17}, {3, 7}, {10, 3}, {17, 7}, {17, 17}},
                                     {{8, 17}, {8, 10}, {12, 10}, {12, 17}}};
    static const CanvasGlyph page = {
        {{4, 2}, {16, 2}, {16, 18}, {4, 18}, {4, 2}}, {{7, 7}, {13, 7}}, {{7, 11}, {13, 11}}};
    static const CanvasGlyph lock = {{{4, 9}, {16, 9}, {16, 17}, {4, 17}, {4, 9}},
                                     {{7, 9}, {7, 5}, {10, 3}, {13, 5}, {13, 9}}};
    static const CanvasGlyph drum = {{{4, 5}, {10, 3}, {16, 5}, {10, 7}, {4, 5}},
                                     {{4, 5}, {4, 15}, {10, 17}, {16, 15}, {16, 5}}};
    static const CanvasGlyph scale = {{{3, 17}, {17, 3}}, {{11, 3}, {17, 3}, {17, 9}}, {{9, 17}, {3, 17}, {3, 11}}};
    static const CanvasGlyph shield = {
        {{10, 2}, {17, 5}, {17, 10}, {14, 15.5}, {10, 18}, {6, 15.5}, {3, 10}, {3, 5}, {10, 2}}};
    static const CanvasGlyph halved = {
        {{10, 2}, {17, 5}, {17, 10}, {14, 15.5}, {10, 18}, {6, 15.5}, {3, 10}, {3, 5}, {10, 2}}, {{10, 2}, {10, 18}}};
    static const CanvasGlyph person = {{{7, 6}, {10, 3}, {13, 6}, {10, 9}, {7, 6}},
                                       {{4, 17}, {5, 13}, {10, 11}, {15, 13}, {16, 17}}};
    static const CanvasGlyph list = {{{3, 5}, {5, 5}},    {{8, 5}, {17, 5}},  {{3, 10}, {5, 10}},
                                     {{8, 10}, {17, 10}}, {{3, 15}, {5, 15}}, {{8, 15}, {17, 15}}};
    static const CanvasGlyph link = {
        {{7, 13}, {13, 7}}, {{9, 6}, {12, 3}, {17, 8}, {14, 11}}, {{11, 14}, {8, 17}, {3, 12}, {6, 9}}};
    static const CanvasGlyph frame = {{{2, 4}, {18, 4}, {18, 16}, {2, 16}, {2, 4}}, {{2, 8}, {18, 8}}};
    static const std::map<std::string, const CanvasGlyph*> glyphs = {
        {"Deployment", &stack},
        {"ReplicaSet", &stack},
        {"StatefulSet", &numbered},
        {"DaemonSet", &everywhere},
        {"Job", &done},
        {"CronJob", &clock},
        {"Pod", &pod},
        {"Service", &fan},
        {"Ingress", &door},
        {"HTTPRoute", &door},
        {"GRPCRoute", &door},
        {"Gateway", &gate},
        {"ConfigMap", &page},
        {"Secret", &lock},
        {"PersistentVolumeClaim", &drum},
        {"PersistentVolume", &drum},
        {"StorageClass", &drum},
        {"HorizontalPodAutoscaler", &scale},
        {"NetworkPolicy", &shield},
        {"PodDisruptionBudget", &halved},
        {"ServiceAccount", &person},
        {"Role", &list},
        {"ClusterRole", &list},
        {"RoleBinding", &link},
        {"ClusterRoleBinding", &link},
        {"Namespace", &frame},
    };
    const auto found = glyphs.find(kind);
    return found == glyphs.end() ? cube : *found->second;
}

}  // namespace armillary::app
