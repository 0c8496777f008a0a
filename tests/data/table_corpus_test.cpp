// Tables as spreadsheets, programs and people write them, each with what is to be taken or what the refusal says.

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

#include "data/table.h"

using namespace basin;
using namespace std::string_view_literals;

namespace {

struct Point {
  double x, y;
  int label;
};

struct TakenPoints {
  const char* what;
  std::string_view text;
  std::vector<Point> points;
};

const TakenPoints kPoints[] = {
    // Separators and decimal marks.
    {"English CSV", "x,y,label\n1.5,2.25,0\n-3,4,1\n", {{1.5, 2.25, 0}, {-3, 4, 1}}},
    {"German CSV", "x;y;klasse\n1,5;2,25;0\n-3;4;1\n", {{1.5, 2.25, 0}, {-3, 4, 1}}},
    {"German cells", "1,5\t2,25\t0\n-3\t4\t1\n", {{1.5, 2.25, 0}, {-3, 4, 1}}},
    {"quoted decimal commas", "\"1,5\",\"2,25\",1\n\"-3\",\"4\",0\n", {{1.5, 2.25, 1}, {-3, 4, 0}}},
    {"quoted header", "\"x\",\"y\",\"label\"\n\"1.5\",\"2.25\",\"a\"\n\"3\",\"4\",\"b\"\n", {{1.5, 2.25, 0}, {3, 4, 1}}},
    {"sep=;", "sep=;\nx;y;l\n1,5;2;0\n3;4;1\n", {{1.5, 2, 0}, {3, 4, 1}}},
    {"sep=, in capitals", "SEP=,\r\n1.5,2,0\r\n3,4,1\r\n", {{1.5, 2, 0}, {3, 4, 1}}},
    {"sep=tab", "sep=\t\n1.5\t2\t0\n3\t4\t1\n", {{1.5, 2, 0}, {3, 4, 1}}},
    {"blanks", "1.5 2 0\n3 4 1\n", {{1.5, 2, 0}, {3, 4, 1}}},
    {"numpy", "1.500000000000000000e+00 2.0e+00 0.0\n3.0e+00 4.0e+00 1.0\n", {{1.5, 2, 0}, {3, 4, 1}}},
    {"numpy printed", "[[ 1.5  2.   0. ]\n [ 3.   4.   1. ]]\n", {{1.5, 2, 0}, {3, 4, 1}}},
    {"aligned by blanks", "  1.5    2   0\n 33     4   1\n", {{1.5, 2, 0}, {33, 4, 1}}},
    {"blanks and decimal commas", "1,5 2,25 0\n3,5 4 1\n", {{1.5, 2.25, 0}, {3.5, 4, 1}}},
    {"commas and blanks", "1.5, 2, 0\n3, 4, 1\n", {{1.5, 2, 0}, {3, 4, 1}}},
    {"a table of Markdown", "| x | y | label |\n|---|---|---|\n| 1.5 | 2 | a |\n| 3 | 4 | b |\n", {{1.5, 2, 0}, {3, 4, 1}}},
    {"old Macintosh", "1.5,2,0\r3,4,1\r", {{1.5, 2, 0}, {3, 4, 1}}},
    {"byte order mark", "\xEF\xBB\xBFx,y,label\n1.5,2,0\n3,4,1\n", {{1.5, 2, 0}, {3, 4, 1}}},
    {"headings in another encoding", "L\xE4nge;H\xF6he;Art\n1,5;2;0\n3;4;1\n", {{1.5, 2, 0}, {3, 4, 1}}},
    {"typographic minus", "\u22121.5,2,0\n3,\u20134,1\n", {{-1.5, 2, 0}, {3, -4, 1}}},
    {"no-break blanks", "1.5\u00A0,\u00A02,0\n3,4,1\n", {{1.5, 2, 0}, {3, 4, 1}}},
    {"exponents", "1.5e0,2E+00,0\n3e-0,.4e1,1\n", {{1.5, 2, 0}, {3, 4, 1}}},
    {"plus signs", "+1.5,+2,0\n+3,4.,1\n", {{1.5, 2, 0}, {3, 4, 1}}},
    // Thousands, where other numbers tell.
    {"thousands beside decimal points", "1,234.5\t2.5\t0\n1,000\t4.5\t1\n", {{1234.5, 2.5, 0}, {1000, 4.5, 1}}},
    {"thousands beside decimal commas", "1.234,5;2,5;0\n1.000;4,5;1\n", {{1234.5, 2.5, 0}, {1000, 4.5, 1}}},
    {"millions", "1.234.567;2;0\n1.000;4;1\n", {{1234567, 2, 0}, {1000, 4, 1}}},
    {"quoted thousands", "\"1,234.5\",2,0\n\"1,000\",4,1\n", {{1234.5, 2, 0}, {1000, 4, 1}}},
    {"blanks between thousands", "1 234,5;2;0\n10\u00A0000;4;1\n", {{1234.5, 2, 0}, {10000, 4, 1}}},
    {"apostrophes between thousands", "1'234.5;2;0\n3;4;1\n", {{1234.5, 2, 0}, {3, 4, 1}}},
    {"three decimals told by another number", "1.234;0.5;0\n3;4;1\n", {{1.234, 0.5, 0}, {3, 4, 1}}},
    {"three decimals behind a nought", "0,123\t1,234\t0\n3\t4\t1\n", {{0.123, 1.234, 0}, {3, 4, 1}}},
    {"three decimals between commas", "1.234,2.345,0\n3.456,4.567,1\n", {{1.234, 2.345, 0}, {3.456, 4.567, 1}}},
    // What stands around the numbers.
    {"commas at the end of lines", "x,y,label,\n1.5,2,0,\n3,4,1,\n", {{1.5, 2, 0}, {3, 4, 1}}},
    {"empty last rows", "1.5,2,0\n3,4,1\n,,\n,,\n\n", {{1.5, 2, 0}, {3, 4, 1}}},
    {"an empty row between", "1.5,2,0\n;;\n\n3,4,1\n", {{1.5, 2, 0}, {3, 4, 1}}},
    {"an empty first column", ",x,y,label\n,1.5,2,0\n,3,4,1\n", {{1.5, 2, 0}, {3, 4, 1}}},
    {"comments", "# made by a program\n# x y label\n1.5 2 0\n3 4 1\n# end\n", {{1.5, 2, 0}, {3, 4, 1}}},
    {"comments of MATLAB", "% x, y\n1.5,2,0\n3,4,1\n", {{1.5, 2, 0}, {3, 4, 1}}},
    {"a title and units", "Cats and dogs 2024\nheight,weight,species\ncm,kg,\n1.5,2,cat\n3,4,dog\n", {{1.5, 2, 0}, {3, 4, 1}}},
    {"a title among empty cells", "2024 data;;\nx;y;l\n1,5;2;0\n3;4;1\n", {{1.5, 2, 0}, {3, 4, 1}}},
    {"numbers in names", "x1,x2,y\n1.5,2,0\n3,4,1\n", {{1.5, 2, 0}, {3, 4, 1}}},
    {"rows that end with semicolons", "1.5,2,0;\n3,4,1;\n", {{1.5, 2, 0}, {3, 4, 1}}},
    {"points on several lines", "1.5,2,0; 3,4,1;\n5,6,0\n", {{1.5, 2, 0}, {3, 4, 1}, {5, 6, 0}}},
    {"on one line, with names", "x,y,label;1.5,2,0;3,4,1", {{1.5, 2, 0}, {3, 4, 1}}},
    {"on one line, pasted with decimal commas", "1,5|2,25|0;3|4|1", {{1.5, 2.25, 0}, {3, 4, 1}}},
    {"on one line, with blanks", "1.5 2 0; 3 4 1", {{1.5, 2, 0}, {3, 4, 1}}},
    // Rows that are counted.
    {"the index of pandas", ",x,y,label\n0,1.5,2,0\n1,3,4,1\n", {{1.5, 2, 0}, {3, 4, 1}}},
    {"an index with its name", "Unnamed: 0,x,y,label\n0,1.5,2,a\n1,3,4,b\n", {{1.5, 2, 0}, {3, 4, 1}}},
    {"the rows of R", "\"x\" \"y\" \"label\"\n\"1\" 1.5 2 \"a\"\n\"2\" 3 4 \"b\"\n", {{1.5, 2, 0}, {3, 4, 1}}},
    {"a printed data frame", "     x  y  label\n0  1.5  2      0\n1  3.0  4      1\n", {{1.5, 2, 0}, {3, 4, 1}}},
    {"counted without a name", "1,1.5,2,0\n2,3,4,1\n3,5,6,0\n", {{1.5, 2, 0}, {3, 4, 1}, {5, 6, 0}}},
    // Labels.
    {"label first, in words", "a,1.5,2\nb,3,4\n", {{1.5, 2, 0}, {3, 4, 1}}},
    {"label first, by name", "class,x,y\n1,1.5,2\n0,3,4\n", {{1.5, 2, 1}, {3, 4, 0}}},
    {"label between, by name", "x,label,y\n1.5,b,2\n3,a,4\n", {{1.5, 2, 0}, {3, 4, 1}}},
    {"y before x", "y,x,label\n2,1.5,0\n4,3,1\n", {{1.5, 2, 0}, {3, 4, 1}}},
    {"Yes beside yes", "1,2,Yes\n3,4,no\n5,6,yes\n7,8,NO \n", {{1, 2, 1}, {3, 4, 0}, {5, 6, 1}, {7, 8, 0}}},
    {"true and false", "1,2,TRUE\n3,4,False\n", {{1, 2, 1}, {3, 4, 0}}},
    {"labels -1 and 1", "1,2,\u22121\n3,4,1\n5,6,-1.0\n", {{1, 2, 0}, {3, 4, 1}, {5, 6, 0}}},
    {"labels 2 and 1", "1,2,2\n3,4,1\n", {{1, 2, 1}, {3, 4, 0}}},
    {"signs as labels", "1,2,+\n3,4,-\n", {{1, 2, 0}, {3, 4, 1}}},
    {"a comma in a label", "1,2,\"a, b\"\n3,4,c\n", {{1, 2, 0}, {3, 4, 1}}},
};

struct TakenSamples {
  const char* what;
  std::string_view text;
  std::vector<Sample> samples;
};

const TakenSamples kSamples[] = {
    {"two columns", "0,1\n1,2.5\n", {{0, 1}, {1, 2.5}}},
    {"time and value", "t;v\ns;m\n0;1\n0,5;2,5\n", {{0, 1}, {0.5, 2.5}}},
    {"an index", ",x,y\n0,0.5,1\n1,1,2.5\n", {{0.5, 1}, {1, 2.5}}},
    {"y before x", "y,x\n1,0\n2.5,1\n", {{0, 1}, {1, 2.5}}},
    {"blanks", "0 1\n1 2.5\n", {{0, 1}, {1, 2.5}}},
    {"on one line", "0,1; 1,2.5", {{0, 1}, {1, 2.5}}},
};

struct Refused {
  std::string_view text;
  const char* why;  ///< What the message begins with.
};

const Refused kRefused[] = {
    // Numbers that can be read in two ways.
    {"1,234\t2\t0\n3\t4\t1\n", "line 1, column 1: '1,234' may be 1234 or 1.2340: write one of them"},
    {"x;y;l\n3;4;1\n5;1.234;0\n", "line 3, column 2: '1.234' may be 1234 or 1.2340"},
    {"1.234\t2\t0\n3\t4\t1\n", "line 1, column 1: '1.234' may be 1234 or 1.2340"},
    {"\"1,234\",2,0\n", "line 1, column 1: '1,234' may be 1234 or 1.2340"},
    {"-1,234;5,678;0\n", "line 1, column 1: '-1,234' may be -1234 or -1.2340"},
    {"1,5;2.5;0\n", "line 1, column 1: '1,5' has a decimal comma, but '2.5' a decimal point"},
    {"1,5\t2\t0\n3.25\t4\t1\n", "line 1, column 1: '1,5' has a decimal comma, but '3.25' a decimal point"},
    // Values that are not there, which are no headings.
    {"NA,NA,1\n1,2,0\n", "line 1, column 1: 'NA' is not a number"},
    {"x,y,label\nnan,NaN,a\n1,2,b\n", "line 2, column 1: 'nan' is not a number"},
    {"x,y,label\n#N/A,1,0\n1,2,1\n", "line 2, column 1: '#N/A' is not a number"},
    {"x,y,label\n1,,0\n1,2,1\n", "line 2, column 2: a number is missing"},
    {"x,y,label\n,2,0\n1,2,1\n", "line 2, column 1: a number is missing"},
    {"x,y,label\n1,2,NA\n1,2,1\n", "line 2, column 3: the label is missing"},
    {"x,y,label\n1,2,\n1,2,1\n", "line 2, column 3: the label is missing"},
    {"?,?,a\n1,2,b\n", "line 1, column 1: '?' is not a number"},
    {"inf,inf,a\n1,2,b\n", "line 1, column 1: 'inf' is not a number"},
    // Numbers gone wrong.
    {"x,y,label\nO.5,1.O,cat\n1,2,dog\n", "line 2, column 1: 'O.5' is not a number"},
    {"1,2,0\n1,abc,1\n", "line 2, column 2: 'abc' is not a number"},
    {"1.2.3,2,0\n1,2,1\n", "line 1, column 1: '1.2.3' is not a number"},
    {"12%;3;a\n4;5;b\n", "line 1, column 1: '12%' is not a number"},
    {"2024-01-02,3,a\n2024-01-03,5,b\n", "line 1, column 1: '2024-01-02' is not a number"},
    {"$5,3,a\n$6,5,b\n", "line 1, column 1: '$5' is not a number"},
    {"1e300,0,0\n1,2,1\n", "line 1, column 1: '1e300' is out of range"},
    // Columns.
    {"1,2,3,4,a\n5,6,7,8,b\n", "line 1, column 4: too many values, x, y and label are expected"},
    {"1.5,2,0,1\n3,4,1,1\n", "line 1, column 4: too many values"},
    {"1,2,0\n3,4\n", "line 2, column 2: too few values"},
    {"1\n2\n3\n", "line 1, column 1: too few values"},
    {"1,2,0\n1,2,1\n1,2,2\n", "line 3, column 3: '2' is a third class besides '0' and '1'; two are possible"},
    {"a,b,1\nc,d,0\n", "line 1, column 1: 'a' is not a number"},
    {"x,y,label\n", "the text holds headings but no numbers"},
    {"hello", "point 1, column 1: too few values"},
    {"Total,,\nsum,of,all\n1,2,a\n3,4,b\nTotal,6,\n", "line 5, column 1: 'Total' is not a number"},
    // Bytes.
    {"\xFF\xFE" "1\0,\0"sv, "this is no text in UTF-8"},
    {"1,2\0,0\n"sv, "this is no text in UTF-8"},
};

}  // namespace

TEST_CASE("tables as people have them are taken as they mean them") {
  CHECK(std::size(kPoints) + std::size(kSamples) + std::size(kRefused) > 70);
  for (const TakenPoints& each : kPoints) {
    CAPTURE(each.what);
    const auto read = readPoints(each.text);
    CHECK_MESSAGE(read.ok(), read.error());
    if (!read.ok()) continue;
    REQUIRE(read.value().size() == each.points.size());
    for (std::size_t i = 0; i < each.points.size(); ++i) {
      CAPTURE(i);
      CHECK(read.value()[i].x == each.points[i].x);
      CHECK(read.value()[i].y == each.points[i].y);
      CHECK(read.value()[i].label == each.points[i].label);
    }
    CHECK(readTable(each.text, TableKind::Either).value().points.size() == each.points.size());
  }
  for (const TakenSamples& each : kSamples) {
    CAPTURE(each.what);
    const auto read = readSamples(each.text);
    CHECK_MESSAGE(read.ok(), read.error());
    if (!read.ok()) continue;
    REQUIRE(read.value().size() == each.samples.size());
    for (std::size_t i = 0; i < each.samples.size(); ++i) {
      CHECK(read.value()[i].x == each.samples[i].x);
      CHECK(read.value()[i].y == each.samples[i].y);
    }
    CHECK(readTable(each.text, TableKind::Either).value().samples.size() == each.samples.size());
  }
}

TEST_CASE("tables that are in doubt are refused, with the place") {
  for (const Refused& each : kRefused) {
    CAPTURE(each.text);
    const auto read = readPoints(each.text);
    CHECK(!read.ok());
    CHECK_MESSAGE(read.error().starts_with(each.why), read.error());
  }
}

TEST_CASE("a table tells how it was taken") {
  const Table pets = readTable(",kind,h,w\n0,Dog,1,2\n1,dog,3,4\n2,Cat,5,6\n", TableKind::Either).value();
  CHECK(pets.numbered);
  CHECK(pets.label == 2);
  CHECK(pets.classes[0] == "'Dog'");
  CHECK(pets.classes[1] == "'Cat'");
  const Table one = readTable("1,2,1\n3,4,1\n", TableKind::Points).value();
  CHECK(one.classes[0] == "");
  CHECK(one.classes[1] == "'1'");
  CHECK(!one.numbered);
  CHECK(one.label == 3);
}
