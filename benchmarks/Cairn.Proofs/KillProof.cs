using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Cairn.Layers;
using Cairn.Optimizers;
using Cairn.RandomNumbers;
using Cairn.Schedules;
using Cairn.Training;

namespace Cairn.Proofs;

/// <summary>Kills trainings that save checkpoints at random moments, by the signal that no program sees coming: no completed checkpoint is
/// lost, and going on, with another number of threads each time, ends with the bits of a training that nobody disturbed.</summary>
static class KillProof
{
    const int Epochs = 24, Rows = 640;

    internal static int Run(ReadOnlySpan<string> arguments)
    {
        if (arguments is ["child", var file]) return Train(file);
        int wanted = arguments.IsEmpty ? 200 : int.Parse(arguments[0], CultureInfo.InvariantCulture);
        string folder = Directory.CreateTempSubdirectory("cairn-kills").FullName;
        try
        {
            return Run(wanted, Path.Combine(folder, "training.checkpoint"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static int Run(int wanted, string file)
    {
        var undisturbed = Child.Start(file, threads: 2);
        string expected = undisturbed.ToEnd();
        Console.WriteLine($"a training of {Epochs * 5} steps, a checkpoint after each; undisturbed it ends with {expected}");
        int kills = 0, trainings = 0, resumed = 0, early = 0;
        var moments = Rng.Stream(0, "kills", "moments").Start();
        while (kills < wanted)
        {
            File.Delete(file);
            long saved = 0;
            for (string? end = null; end is null;)
            {
                var child = Child.Start(file, threads: 1 + (kills + trainings) % 3);
                if (kills < wanted)
                {
                    end = child.KillAfter((int)moments.Integer(0, 400));
                    if (end is null) kills++;
                }
                else end = child.ToEnd();
                if (child.From > 0) resumed++;
                else if (child.WasKilled) early++;
                if (child.From >= 0 && child.From < saved)
                {
                    Console.WriteLine($"after kill {kills} the training went on from step {child.From}, and step {saved} was saved");
                    return 1;
                }
                saved = Math.Max(saved, child.Saved);
                if (end is null || end == expected) continue;
                Console.WriteLine($"after {kills} kills the training ended with {end}");
                return 1;
            }
            trainings++;
        }
        Console.WriteLine($"{kills} kills in {trainings} trainings, with 1, 2 and 3 threads in turn: {resumed} went on from a checkpoint, {early} were killed before the first;");
        Console.WriteLine("no completed checkpoint was lost, and every training ended with the bits of the undisturbed one");
        return 0;
    }

    /// <summary>The child: goes on where the file stands, or begins, and prints where it begins, each saved step, and the digest of its end.</summary>
    static int Train(string file)
    {
        var rng = Rng.Stream(0, "kills", "rows").Start();
        var x = Tensor.From(Enumerable.Range(0, Rows * 64).Select(_ => (float)rng.Normal()).ToArray()).Reshape(Rows, 64);
        var y = x.Square().Sum(1).GreaterThan(64).To(DType.Int32);
        var train = new DataLoader(x, y) { BatchSize = 128, Seed = 5 };
        var net = new Sequential(new Linear(64, 128, activation: Activation.Relu), new BatchNorm(128), new Dropout(0.3), new Linear(128, 2));
        var trainer = new Trainer
        {
            Loss = Loss.CrossEntropyFromLogits,
            Optimizer = new AdamW { LearningRate = 0.002, Schedule = new OneCycleSchedule() },
            Epochs = Epochs,
            Seed = 5,
            ComputedRows = 48,
            Callbacks = [new EarlyStopping { Patience = Epochs }, new Checkpointing { Path = file, EverySteps = 1 }, new Announcement()],
        };
        var history = File.Exists(file) ? trainer.Resume(file, net, train) : trainer.Fit(net, train);
        var bits = new List<byte>();
        foreach (var parameter in net.Parameters)
            foreach (float v in parameter.Value.ToArray<float>()) bits.AddRange(BitConverter.GetBytes(v));
        foreach (var epoch in history.Epochs) bits.AddRange(BitConverter.GetBytes(epoch.Loss));
        Console.WriteLine("end " + Convert.ToHexStringLower(SHA256.HashData([.. bits]))[..16]);
        return 0;
    }

    /// <summary>Says what is saved: a step is saved when the next one ends.</summary>
    sealed record Announcement : Callback, ITrainingWatcher
    {
        public override ITrainingWatcher Watch() => this;

        void ITrainingWatcher.Began(TrainingRun run) => Say("from", run.Stepper.Steps);

        void ITrainingWatcher.StepEnded(TrainingRun run) => Say("saved", run.Stepper.Steps - 1);

        static void Say(string word, long step)
        {
            Console.Out.WriteLine($"{word} {step}");
            Console.Out.Flush();
        }
    }

    /// <summary>A training in a process of its own.</summary>
    sealed class Child
    {
        readonly Process _process;
        readonly Task _reading;
        string? _end;

        Child(Process process)
        {
            _process = process;
            _reading = Task.Run(() =>
            {
                while (process.StandardOutput.ReadLine() is { } line)
                    if (line.Split(' ') is [var word, var value])
                    {
                        if (word == "from") From = long.Parse(value, CultureInfo.InvariantCulture);
                        else if (word == "saved") Saved = long.Parse(value, CultureInfo.InvariantCulture);
                        else if (word == "end") _end = value;
                    }
            });
        }

        /// <summary>The step it began at; below 0 when it was killed before it said so.</summary>
        internal long From { get; private set; } = -1;

        /// <summary>The last step it said was saved.</summary>
        internal long Saved { get; private set; }

        internal bool WasKilled { get; private set; }

        internal static Child Start(string file, int threads)
        {
            var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
                [typeof(KillProof).Assembly.Location, "kills", "child", file])
            { RedirectStandardOutput = true };
            start.Environment["CAIRN_THREADS"] = threads.ToString(CultureInfo.InvariantCulture);
            return new Child(Process.Start(start)!);
        }

        /// <summary>Kills it so many milliseconds from now, counted from its first step in three cases of four; gives its end when it was
        /// faster.</summary>
        internal string? KillAfter(int milliseconds)
        {
            if (milliseconds % 4 != 0)
                for (int waited = 0; From < 0 && waited < 20_000 && !_process.HasExited; waited++) Thread.Sleep(1);
            Thread.Sleep(milliseconds);
            _process.Kill();
            string? end = Finished();
            WasKilled = end is null;
            return end;
        }

        internal string ToEnd() => Finished() ?? throw new InvalidOperationException($"the training ended with exit code {_process.ExitCode} and said nothing");

        string? Finished()
        {
            _process.WaitForExit();
            _reading.Wait();
            return _end;
        }
    }
}
