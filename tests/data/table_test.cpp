#include "data/table.h"

#include <doctest/doctest.h>

#include <string>


using namespace basin;

namespace {

std::string pointsError(const std::string& text) {
  const auto read = readPoints(text);
  REQUIRE_MESSAGE(!read.ok(), text);
  return read.error();
}

std::vector<LabelledPoint> pointsOf(const std::string& text) {
  const auto read = readPoints(text);
  REQUIRE_MESSAGE(read.ok(), read.error());
  return read.value();
}

}  // namespace

TEST_CASE("points written on one line read back") {
  const std::vector<LabelledPoint> points = {{1.25, -0.5, 0}, {-2, 0.001, 1}, {0, -0.0001, 1}};
  const std::string text = writePoints(points);
  CHECK(text == "1.25,-0.5,0;-2,0.001,1;0,0,1");
  const auto back = pointsOf(text);
  REQUIRE(back.size() == 3);
  CHECK(back[1].x == -2);
  CHECK(back[1].y == 0.001);
  CHECK(back[1].label == 1);
  CHECK(pointsOf("").empty());
  CHECK(pointsOf(" 1, 2, 0 ; ; 3,4,1;").size() == 2);
  CHECK(writeSamples({{1, 2}, {-0.5, 0.25}}) == "1,2;-0.5,0.25");
  CHECK(readSamples("1,2;-0.5,0.25").value().size() == 2);
}

TEST_CASE("CSV files of the common kinds are read") {
  for (const char* text : {"x,y,label\n1.5,2,0\n3,-4,1\n", "1.5,2,0\r\n3,-4,1\r\n",
                           "\xEF\xBB\xBFx;y;label\n1,5;2;0\n3;-4;1", "1.5\t2\t-1\n3\t-4\t1\n\n",
                           "\"x\",\"y\",\"class\"\n\"1.5\",2,cat\n3,-4,dog\n", "1.5,2,3\r3,-4,7\r",
                           "a,b,c\n\n1.5,2,0\n\n3,-4,1"}) {
    const auto points = pointsOf(text);
    REQUIRE_MESSAGE(points.size() == 2, text);
    CHECK(points[0].x == 1.5);
    CHECK(points[0].y == 2);
    CHECK(points[0].label == 0);
    CHECK(points[1].y == -4);
    CHECK(points[1].label == 1);
  }
}

TEST_CASE("labels are two numbers by size or two words by order") {
  CHECK(pointsOf("0,0,5;0,0,2;0,0,5")[0].label == 1);
  CHECK(pointsOf("0,0,5;0,0,2;0,0,5")[1].label == 0);
  CHECK(pointsOf("0,0,1;0,0,1.0")[1].label == 1);
  CHECK(pointsOf("0,0,0")[0].label == 0);
  CHECK(pointsOf("0,0,-1")[0].label == 0);
  CHECK(pointsOf("0,0,b\n0,0,a\n")[0].label == 0);
  CHECK(pointsOf("0,0,b\n0,0,a\n")[1].label == 1);
}

TEST_CASE("table errors name line and column") {
  CHECK(pointsError("x,y,label\n1,2,0\n1,abc,1\n") == "line 3, column 2: 'abc' is not a number");
  CHECK(pointsError("1,2,0;1,,1") == "point 2, column 2: a number is missing");
  CHECK(pointsError("1,2;3,4") == "point 1, column 2: too few values, x, y and label are expected");
  CHECK(pointsError("1,2,0,9\n") ==
        "line 1, column 4: too many values, x, y and label are expected");
  CHECK(pointsError("1,2,0\n1,2,1\n1,2,2\n") ==
        "line 3, column 3: '2' is a third class besides '0' and '1'; two are possible");
  CHECK(pointsError("1,2,\n") == "line 1, column 2: too few values, x, y and label are expected");
  CHECK(pointsError("1,nan,0\n") == "line 1, column 2: 'nan' is not a number");
  CHECK(pointsError("1e300,0,0\n") == "line 1, column 1: '1e300' is out of range (at most 1e12)");
  CHECK(pointsError("x,y,label\nx,y,label\n") == "the text holds headings but no numbers");
  CHECK(pointsError("\x01\x02\xFF").find("column 1") != std::string::npos);
  CHECK(pointsError("1," + std::string(100, 'z') + ",0\n") ==
        "line 1, column 2: '" + std::string(20, 'z') + "...' is not a number");
  CHECK(pointsError(std::string(kMaxTableBytes + 1, ' ')) == "the text is longer than 4 MB");
  CHECK(readSamples("1,2,3\n").error() ==
        "line 1, column 3: too many values, x and y are expected");
}

TEST_CASE("tables are bounded in rows") {
  std::string text;
  for (int i = 0; i < kMaxTableRows; ++i) text += "1,2\n";
  CHECK(readSamples(text).ok());
  text += "1,2\n";
  CHECK(readSamples(text).error() == "more than 100000 rows");
  // Neither one endless row nor many short ones below it take long.
  CHECK(!readSamples(std::string(1'000'000, ',') + "1\n" + text).ok());
}
