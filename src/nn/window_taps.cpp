#include "nn/window_taps.h"

namespace basin {

std::vector<WindowTap> windowTaps(const FeatureShape& in, const Window& given) {
  const Window w = windowOn(in, given);
  const FeatureShape out = slidOver(in, w, 1);
  std::vector<WindowTap> taps;
  for (int row = 0; row < out.height; ++row) {
    for (int column = 0; column < out.width; ++column) {
      for (int place = 0; place < w.height * w.width; ++place) {
        const int y = row * w.strideY - w.paddingY + place / w.width;
        const int x = column * w.strideX - w.paddingX + place % w.width;
        if (y < 0 || y >= in.height || x < 0 || x >= in.width) continue;
        taps.push_back({static_cast<std::uint32_t>(row * out.width + column),
                        static_cast<std::uint32_t>(y * in.width + x),
                        static_cast<std::uint32_t>(place)});
      }
    }
  }
  return taps;
}

}  // namespace basin
