using System.Globalization;

namespace Cairn.Tests;

public class ValueListTests
{
    [Fact]
    public void Numbers_print_alike_in_every_culture()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            ValueList<double> numbers = [0.5, -1e-9];
            Assert.Equal("[0.5, -1E-09]", numbers.ToString());
            ValueList<string?> words = ["a", null];
            Assert.Equal("[a, ]", words.ToString());
            Assert.Equal("[]", default(ValueList<int>).ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
