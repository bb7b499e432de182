using System.Globalization;
using Cairn.Reproducibility;

if (args is ["--culture", var name])
{
    var culture = CultureInfo.GetCultureInfo(name);
    CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = culture;
    CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = culture; // the work team's threads too
}
else if (args.Length > 0)
{
    Console.Error.WriteLine("""
        Prints the digests of many small results, which must be the same on every machine.

        [--culture NAME]    The culture to compute under.

        Lines that begin with # tell what the process runs on. CAIRN_THREADS sets the threads; DOTNET_EnableAVX512=0,
        DOTNET_EnableAVX2=0 and DOTNET_EnableHWIntrinsic=0 take vectors away.
        """);
    return 2;
}

foreach (string line in Surroundings.Lines()) Console.WriteLine("# " + line);
var cases = new Cases(Console.Out);
NumericCases.Run(cases);
LearningCases.Run(cases);
PipelineCases.Run(cases);
TreeCases.Run(cases);
DescentCases.Run(cases);
LoaderCases.Run(cases);
return 0;
