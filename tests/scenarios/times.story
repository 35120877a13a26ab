under earliest_finish
         0.000 us  pulse#0 arrives
         0.000 us  source of pulse#0 is ready
         0.000 us  source of pulse#0 is sent to big
         0.000 us  source of pulse#0 starts on big
      1000.000 us  source of pulse#0 ends on big after 1 ms, 0 mJ
      1000.000 us  small of pulse#0 is ready
      1000.000 us  small of pulse#0 is sent to dsp
      1000.000 us  small of pulse#0 starts on dsp
      1265.333 us  small of pulse#0 ends on dsp after 265.333333 us, 0 mJ
      1265.333 us  named of pulse#0 is ready
      1265.333 us  named of pulse#0 is sent to dsp
      1265.333 us  named of pulse#0 starts on dsp
      5265.333 us  named of pulse#0 ends on dsp after 4 ms, 0 mJ
      5265.333 us  filter of pulse#0 is ready
      5265.333 us  filter of pulse#0 is sent to big
      5265.333 us  filter of pulse#0 starts on big
      7265.333 us  filter of pulse#0 ends on big after 2 ms, 0 mJ
      7265.333 us  pulse#0 is done after 7.265333333 ms
